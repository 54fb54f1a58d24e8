package io.sluice.server.exchange;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;
import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.api.accesslog.AccessLogFormatFactory;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.balance.SmoothRoundRobin;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.HeaderPolicyFactory;
import io.sluice.server.boot.Server;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.observe.Metric;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A server in this process with an access log that the test can read, and the simplest of balancers: in order, and in turn. */
final class Proxy implements AutoCloseable {
    /** What the log says of one exchange. */
    record Line(String request, int status, String outcome, String tries) {}

    private static final List<Metric> GAUGES = List.of(
            Metric.CONNECTIONS_ACTIVE,
            Metric.CONNECTIONS_READING,
            Metric.CONNECTIONS_WRITING,
            Metric.CONNECTIONS_WAITING,
            Metric.TUNNELS_OPEN);

    final List<Line> lines = new CopyOnWriteArrayList<>();
    final Server server;

    /**
     * Starts it.
     *
     * @param settings HOCON inside {@code sluice}: upstreams, hosts, and what else is wanted
     * @param more further extensions
     */
    Proxy(Path folder, String settings, HeaderPolicy policy, NamedExtension... more) throws Exception {
        Path file = Files.writeString(folder.resolve("sluice.conf"), """
                sluice {
                  workers = 1
                  shutdown-timeout = 1s
                  listeners { web { bind = "127.0.0.1:0" } }
                  access-log { format { type = record } }
                  %s
                }
                """.formatted(settings));
        server = Server.start(
                ConfigLoader.load(file, folder, new Variables()),
                PluginRegistry.of(Stream.concat(
                                Stream.of(
                                        new InOrder("round-robin"),
                                        new Smooth("smooth"),
                                        new Recording("record", lines),
                                        new Given("given", policy)),
                                Stream.of(more))
                        .toArray(NamedExtension[]::new)),
                folder);
    }

    InetSocketAddress address() {
        return server.addresses().get("web");
    }

    RawClient client() throws IOException {
        return RawClient.connect(address());
    }

    /** The one line whose request contains this text; waits for it. */
    Line line(String text) {
        Eventually.until("a line with " + text, () -> !linesWith(text).isEmpty());
        return linesWith(text).get(0);
    }

    List<Line> linesWith(String text) {
        return lines.stream().filter(line -> line.request().contains(text)).toList();
    }

    /** Waits until no client is connected and nothing is under way. */
    void awaitQuiet() {
        for (Metric gauge : GAUGES) {
            Eventually.value(gauge.id(), () -> server.metrics().value(gauge), value -> value == 0);
        }
    }

    long metric(Metric metric) {
        return server.metrics().value(metric);
    }

    @Override
    public void close() {
        server.close();
    }

    private record InOrder(String name) implements LoadBalancerFactory {
        @Override
        public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
            return exchange -> endpoints.iterator();
        }
    }

    private record Smooth(String name) implements LoadBalancerFactory {
        @Override
        public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
            SmoothRoundRobin turns = new SmoothRoundRobin(endpoints);
            return exchange -> turns.rank();
        }
    }

    private record Recording(String name, List<Line> lines) implements AccessLogFormatFactory {
        @Override
        public AccessLogFormat create(Settings settings) {
            return (entry, out) -> {
                StringBuilder tries = new StringBuilder();
                entry.upstreamTries()
                        .forEach(one ->
                                tries.append(tries.length() == 0 ? "" : ", ").append(one.status()));
                lines.add(new Line(entry.requestLine(), entry.status(), entry.outcome(), tries.toString()));
            };
        }
    }

    private record Given(String name, HeaderPolicy policy) implements HeaderPolicyFactory {
        @Override
        public HeaderPolicy create(Settings settings) {
            return policy;
        }
    }
}
