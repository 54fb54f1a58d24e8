package io.sluice.server.upstream;

import static io.sluice.server.transport.Loopback.run;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.Stickiness;
import io.sluice.api.exchange.UpstreamTry;
import io.sluice.server.config.NextUpstreamConfig;
import io.sluice.server.config.NextUpstreamConfig.Condition;
import io.sluice.server.config.QueueConfig;
import io.sluice.server.config.TunnelRules;
import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.config.UpstreamConfig.ServerLimits;
import io.sluice.server.error.ProxyException;
import io.sluice.server.observe.Metrics;
import io.sluice.server.transport.Loopback;
import io.sluice.server.transport.Recorder;
import io.sluice.server.transport.Worker;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.ManualClock;
import io.sluice.testkit.TestSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A pool of one worker over real sockets, and searches in it. */
final class PoolFixture implements AutoCloseable {
    final Loopback loopback = new Loopback(1, 1_000);
    final Metrics metrics = new Metrics();
    final List<Endpoint> endpoints = new ArrayList<>();
    private final List<UpstreamConfig.Server> servers = new ArrayList<>();
    private Function<List<Endpoint>, LoadBalancer> balancers = all -> exchange -> all.iterator();
    private Function<List<Endpoint>, Stickiness> stickiness;
    private int keepalive = 8;
    private int keepaliveRequests = 1_000;
    private Duration keepaliveTimeout = Duration.ofMinutes(1);
    private ServerLimits limits = ServerLimits.NONE;
    NextUpstreamConfig next = new NextUpstreamConfig(Set.of(Condition.ERROR, Condition.TIMEOUT), 0, Duration.ZERO);
    final ManualClock clock = new ManualClock();
    boolean bodiless = true;
    QueueConfig queue = QueueConfig.NONE;
    TunnelRules tunnels = TunnelRules.KEEP;
    private Pool pool;

    PoolFixture() throws IOException {}

    PoolFixture server(InetSocketAddress address) {
        return server(address, false, false);
    }

    PoolFixture server(InetSocketAddress address, boolean backup, boolean down) {
        servers.add(new UpstreamConfig.Server(
                "s" + servers.size(),
                address,
                1,
                backup,
                down ? UpstreamConfig.Use.DOWN : UpstreamConfig.Use.UP,
                "",
                limits));
        return this;
    }

    /** What the servers that are added from now on may take, and how they may fail. */
    PoolFixture limits(int maxFails, Duration failTimeout, int maxConnections) {
        limits = new ServerLimits(maxFails, failTimeout, maxConnections, Duration.ZERO);
        return this;
    }

    PoolFixture server(UpstreamConfig.Server server) {
        servers.add(server);
        return this;
    }

    PoolFixture balancers(Function<List<Endpoint>, LoadBalancer> made) {
        balancers = made;
        return this;
    }

    PoolFixture sticky(Function<List<Endpoint>, Stickiness> made) {
        stickiness = made;
        return this;
    }

    PoolFixture keepalive(int connections, int requests, Duration idle) {
        keepalive = connections;
        keepaliveRequests = requests;
        keepaliveTimeout = idle;
        return this;
    }

    Pool pool() {
        if (pool == null) {
            UpstreamConfig config = new UpstreamConfig(
                    "app",
                    "test.conf:1",
                    "test",
                    TestSettings::empty,
                    Optional.empty(),
                    List.of(),
                    List.copyOf(servers),
                    keepalive,
                    keepaliveRequests,
                    keepaliveTimeout,
                    false,
                    queue,
                    tunnels,
                    Optional.empty());
            pool = new Pool(
                    config,
                    1,
                    metrics,
                    null,
                    clock::nanoTime,
                    all -> {
                        endpoints.addAll(all);
                        return balancers.apply(all);
                    },
                    stickiness);
        }
        return pool;
    }

    Worker worker() {
        return loopback.worker();
    }

    /** Searches as an exchange does, with this long for each connect. */
    Search search(Duration connect) throws Exception {
        Search search = new Search(connect);
        if (worker().isCurrent()) {
            search.dial.begin();
        } else {
            run(worker(), search.dial::begin);
        }
        return search;
    }

    Search search() throws Exception {
        return search(Duration.ofSeconds(10));
    }

    int active() {
        return endpoints.stream().mapToInt(Endpoint::activeExchanges).sum();
    }

    @Override
    public void close() {
        loopback.close();
    }

    /** One search and what it was told. */
    final class Search implements DialListener {
        final Tries tries = new Tries();
        final Recorder recorder = new Recorder();
        final List<ProxyException> failures = new ArrayList<>();
        final List<String> notices = new ArrayList<>();
        final Dial dial;
        private final CompletableFuture<Object> end = new CompletableFuture<>();

        private Search(Duration connect) {
            Attempts attempts = new Attempts(connect.toNanos(), next, true, bodiless);
            dial = pool().dial(worker(), FakeExchange.get("/"), attempts, tries, this);
        }

        @Override
        public void onConnected(UpstreamConnection connection) {
            connection.connection().handler(recorder);
            end.complete(connection);
        }

        @Override
        public void onTryFailed(ProxyException why) {
            failures.add(why);
        }

        @Override
        public void onNotice(String what) {
            notices.add(what);
        }

        @Override
        public void onExhausted(ProxyException why) {
            end.complete(why);
        }

        UpstreamConnection connected() throws Exception {
            return (UpstreamConnection) end.get(20, TimeUnit.SECONDS);
        }

        ProxyException exhausted() throws Exception {
            return (ProxyException) end.get(20, TimeUnit.SECONDS);
        }

        boolean ended() {
            return end.isDone();
        }

        List<UpstreamTry> tries() throws Exception {
            return Loopback.on(worker(), () -> tries.view(worker().now()));
        }
    }
}
