package io.sluice.distribution;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.ScriptedBackend.Script;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server with scripted back ends behind it. The route {@code /name} goes to the upstream of that name. The access log
 * and the metrics are those of the probe plugin, so that a test can say what they show.
 */
final class Stage implements AutoCloseable {
    private final Map<String, ScriptedBackend> backends = new LinkedHashMap<>();
    private final StringBuilder upstreams = new StringBuilder();
    private final StringBuilder routes = new StringBuilder();
    private String listener = "";
    private String server = "";
    private String options = "";
    private RunningSluice sluice;

    /** What the access log says of one exchange. */
    record LogLine(
            String target,
            int status,
            String outcome,
            long requestLength,
            long bytesSent,
            long bodyBytesSent,
            String tries) {}

    /** A back end and the route to it. */
    Stage backend(String name, Script script) throws IOException {
        return backend(name, script, "");
    }

    /** A back end and the route to it with further settings, each on a line or after a comma. */
    Stage backend(String name, Script script, String routeSettings) throws IOException {
        return backend(name, ScriptedBackend.start(script), routeSettings);
    }

    /** A back end that runs already, to be closed with this stage. */
    Stage backend(String name, ScriptedBackend backend, String routeSettings) {
        backends.put(name, backend);
        return upstream(name, "servers = [\"" + backend.hostPort() + "\"]", routeSettings);
    }

    /** An upstream with its settings and the route to it. */
    Stage upstream(String name, String settings, String routeSettings) {
        upstreams.append("    %s { %s }%n".formatted(name, settings));
        return route("path = \"/%s\", upstream = %s, %s".formatted(name, name, routeSettings));
    }

    /** A route with all its settings. */
    Stage route(String settings) {
        routes.append("        { %s }%n".formatted(settings));
        return this;
    }

    /** Settings of the listener. */
    Stage listener(String settings) {
        listener = settings;
        return this;
    }

    /** Settings of the whole server. */
    Stage server(String settings) {
        server = settings;
        return this;
    }

    /** Options of the JVM. */
    Stage options(String sluiceOpts) {
        options = sluiceOpts;
        return this;
    }

    /** Unpacks and starts the server. */
    Stage start(Path folder) throws IOException {
        RunningSluice.Launch launch = RunningSluice.in(folder);
        launch.plugin(PluginJars.probe());
        if (!options.isEmpty()) {
            launch.options(options);
        }
        sluice = launch.start("""
                sluice {
                  %s
                  listeners { web { bind = "127.0.0.1:0", %s } }
                  upstreams {
                %s  }
                  hosts {
                    site {
                      names = ["localhost"]
                      routes = [
                %s      ]
                    }
                  }
                  access-log { format { type = probe }, file = "logs/access.log" }
                  admin { bind = "127.0.0.1:0", status = [stub, probe] }
                }
                """.formatted(server, listener, upstreams, routes));
        return this;
    }

    /** The server. */
    RunningSluice sluice() {
        return sluice;
    }

    /** Where clients connect. */
    InetSocketAddress address() {
        return sluice.address("web");
    }

    /** A new client connection. */
    RawClient client() throws IOException {
        return RawClient.connect(address());
    }

    /** The back end of this name. */
    ScriptedBackend backend(String name) {
        return backends.get(name);
    }

    /** What the access log says of the exchange with this target; waits until it is written. */
    LogLine logged(String target) {
        return Eventually.value("the access log's line for " + target, () -> find(target), Optional::isPresent)
                .orElseThrow();
    }

    /** All lines of the access log so far. */
    List<LogLine> log() {
        List<LogLine> out = new ArrayList<>();
        for (String line : sluice.file("logs/access.log").lines().toList()) {
            String[] f = line.split("\t", -1);
            out.add(new LogLine(
                    f[0],
                    Integer.parseInt(f[1]),
                    f[2],
                    Long.parseLong(f[3]),
                    Long.parseLong(f[4]),
                    Long.parseLong(f[5]),
                    f[6]));
        }
        return out;
    }

    private Optional<LogLine> find(String target) {
        return log().stream().filter(line -> line.target().equals(target)).findFirst();
    }

    /** A metric's value now, 0 where there is none of the name. */
    long metric(String name) throws IOException {
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(admin("/probe"));
        return line.find() ? (long) Double.parseDouble(line.group(1)) : 0;
    }

    /** A figure of stub_status now: {@code Active connections}, Reading, Writing or Waiting. */
    long stub(String figure) throws IOException {
        Matcher found = Pattern.compile(figure + ": (\\d+)").matcher(admin("/stub_status"));
        if (!found.find()) {
            throw new AssertionError("no " + figure + " in stub_status");
        }
        return Long.parseLong(found.group(1));
    }

    /** A page of the admin listener. */
    String admin(String path) throws IOException {
        try (RawClient client = RawClient.connect(sluice.address("admin"))) {
            return client.get(path, "Host: 127.0.0.1:" + sluice.port("admin"), "Connection: close")
                    .bodyText();
        }
    }

    @Override
    public void close() throws IOException {
        try (RunningSluice stopped = sluice) {
            for (ScriptedBackend backend : backends.values()) {
                backend.close();
            }
        }
    }
}
