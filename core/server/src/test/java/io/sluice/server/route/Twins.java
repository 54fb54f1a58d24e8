package io.sluice.server.route;

import io.sluice.server.config.HeadLimits;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.http.RequestHead;
import io.sluice.server.http.RequestHeadReader;
import io.sluice.server.variable.Assignments;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The same hosts and routes as a table of ours and as a real nginx. Both answer a request with one text: {@code host#route
 * server-name target}, {@code host none} or {@code host 301 path}.
 */
final class Twins {
    private static final HeadLimits LIMITS = new HeadLimits(8192, 8192, 100, 32_768);

    private final RouteTable<Served> table;

    /** What a route is made into here. */
    private record Served(String label, Optional<Rewrite> rewrite) {}

    Twins(SluiceConfig config) {
        table = RouteTable.of(
                config.listeners().keySet(),
                config.hosts(),
                host -> new Served(host.name(), Optional.empty()),
                (host, route) -> new Served(host.name() + "#" + host.routes().indexOf(route), Rewrite.of(route)));
    }

    /** What our table answers to a request with this Host (none where it is empty) and target. */
    String ours(String host, String target) {
        String head =
                "GET " + target + " HTTP/1." + (host.isEmpty() ? "0\r\n" : "1\r\nHost: " + host + "\r\n") + "\r\n";
        RequestHead request =
                new RequestHeadReader(LIMITS).read(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
        String path = request.parsed().path();
        Match<Served> match = table.host("web", host.isEmpty() ? "" : request.host(), Assignments::new)
                .find(path, Assignments::new);
        if (match.route() == null) {
            return match.serverName() + " none";
        }
        if (match.redirect() != null) {
            return match.serverName() + " 301 "
                    + match.location(request.parsed().query());
        }
        String sent = match.route()
                .rewrite()
                .map(rewrite -> rewrite.target(path, request.parsed().query()))
                .orElse(request.originForm());
        return match.route().label() + " " + match.serverName() + " " + sent;
    }

    /** What nginx answers. */
    static String theirs(Nginx nginx, String host, String target) throws IOException {
        try (RawClient client = RawClient.connect(nginx.address())) {
            if (host.isEmpty()) {
                client.send("GET " + target + " HTTP/1.0\r\n\r\n");
            } else {
                client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            }
            HttpMessage answer = client.readResponse("GET");
            return switch (answer.status()) {
                case 200 -> answer.bodyText();
                case 301 -> name(answer) + " 301 " + path(answer.header("Location"));
                case 404 -> name(answer) + " none";
                default -> answer.toString();
            };
        }
    }

    /** The nginx that has these hosts as servers and these routes as locations; its back end names what it was asked. */
    static Nginx nginx(Path folder, SluiceConfig config) throws IOException {
        String backEnd = "unix:" + folder.resolve("back-end.sock");
        return Nginx.start(
                folder,
                port -> "absolute_redirect off; server_names_hash_bucket_size 128;\n"
                        + "server { listen " + backEnd
                        + "; location / { return 200 \"$http_x_route $http_x_name $request_uri\"; } }\n"
                        + config.hosts().stream()
                                .map(host -> server(host, port, backEnd))
                                .collect(Collectors.joining("\n")));
    }

    private static String server(HostConfig host, int port, String backEnd) {
        String names = host.names().stream().map(Twins::quoted).collect(Collectors.joining(" "));
        StringBuilder out = new StringBuilder("server { listen 127.0.0.1:" + port)
                .append(!host.defaultOn().isEmpty() ? " default_server;" : ";")
                .append(names.isEmpty() ? "" : " server_name " + names + ";")
                .append(" root /nowhere; add_header X-Name \"$server_name\" always;\n");
        for (RouteConfig route : host.routes()) {
            out.append("location ").append(modifier(route)).append(quoted(route.path()));
            out.append(" { proxy_set_header X-Name $server_name; proxy_set_header X-Route ");
            out.append(host.name()).append('#').append(host.routes().indexOf(route));
            out.append("; proxy_pass http://").append(backEnd);
            route.replacePrefix().ifPresent(uri -> out.append(':').append(uri));
            out.append("; }\n");
        }
        return out.append("}\n").toString();
    }

    private static String modifier(RouteConfig route) {
        return switch (route.match()) {
            case EXACT -> "= ";
            case PREFIX -> "";
            case PREFIX_FIRST -> "^~ ";
            case REGEX -> "~ ";
            case REGEX_IGNORE_CASE -> "~* ";
            case NAMED -> "@";
        };
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    /** nginx leaves a field without a value out. */
    private static String name(HttpMessage answer) {
        return Optional.ofNullable(answer.header("X-Name")).orElse("");
    }

    private static String path(String location) {
        return location.replaceFirst("^https?://[^/]*", "");
    }
}
