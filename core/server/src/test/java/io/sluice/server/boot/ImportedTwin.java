package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Settings;
import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.api.accesslog.AccessLogFormatFactory;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.nginx.directive.Checker;
import io.sluice.nginx.importer.ImportOptions;
import io.sluice.nginx.importer.Imported;
import io.sluice.nginx.importer.Importer;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.config.MediaTypes;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real nginx, and a server in this process with what the importer makes of the same nginx.conf. */
final class ImportedTwin implements AutoCloseable {
    private final Nginx nginx;
    private final Server sluice;
    private final String text;
    private final int port = FreePort.next();

    /**
     * Starts both.
     *
     * @param http what stands in the {@code http} block; PORT stands for the port of either
     */
    ImportedTwin(Path folder, String http) throws Exception {
        Nginx.assumeInstalled();
        nginx = Nginx.start(Files.createDirectory(folder.resolve("nginx")), theirs -> ports(http, theirs));
        Path input = Files.writeString(
                folder.resolve("nginx.conf"), "events {}\nhttp {\naccess_log off;\n" + ports(http, port) + "\n}\n");
        Configuration read = Configuration.read(input);
        assertThat(Checker.check(read)).isEmpty();
        Imported imported = Importer.run(read, new ImportOptions(Optional.empty(), MediaTypes.COMMON));
        assertThat(imported.leftovers()).isEmpty();
        text = imported.text();
        Path written = Files.writeString(folder.resolve("sluice.conf"), imported.text());
        sluice = Server.start(
                ConfigLoader.load(written, folder, new Variables()),
                PluginRegistry.of(new First("round-robin"), new Silent("template")),
                folder);
    }

    private static String ports(String text, int port) {
        return text.replace("PORT", Integer.toString(port));
    }

    /** What the import is. */
    String text() {
        return text;
    }

    /** The port of ours. */
    int port() {
        return port;
    }

    /** The port of nginx. */
    int nginxPort() {
        return nginx.address().getPort();
    }

    /** nginx's answer to a request, without what must differ. */
    String theirs(String request) throws IOException {
        return answer(nginx.address().getPort(), request);
    }

    /** Our answer to a request, without what must differ. */
    String ours(String request) throws IOException {
        return answer(port, request);
    }

    /**
     * The answer.
     *
     * @param request its line without the version, and fields behind " | "; To: is the address that it goes to
     */
    private static String answer(int port, String request) throws IOException {
        List<String> parts = List.of(request.split(" \\| ", -1));
        String to = parts.stream()
                .filter(part -> part.startsWith("To: "))
                .map(part -> part.substring("To: ".length()))
                .findFirst()
                .orElse("127.0.0.1");
        try (RawClient client = RawClient.connect(new InetSocketAddress(to, port))) {
            StringBuilder head = new StringBuilder(parts.get(0)).append(" HTTP/1.1\r\n");
            if (!request.contains("Host: ")) {
                head.append("Host: site.example\r\n");
            }
            parts.subList(1, parts.size()).forEach(field -> head.append(field).append("\r\n"));
            client.send(head.append("Connection: close\r\n\r\n").toString());
            String text = new String(client.readToEnd(), StandardCharsets.ISO_8859_1)
                    .replaceAll("Date: [^\r]*", "Date: now")
                    .replaceAll("Content-Length: \\d{3}\r", "Content-Length: of a page\r")
                    .replaceAll("sluice(/[0-9.]+)?", "nginx")
                    .replaceAll("nginx/[0-9.]+", "nginx")
                    .replace(":" + port, ":port");
            int end = text.indexOf("\r\n\r\n");
            return end < 0 ? text : text.substring(0, end).lines().sorted().toList() + "\n" + text.substring(end);
        }
    }

    @Override
    public void close() {
        sluice.close();
        nginx.close();
    }

    private record Silent(String name) implements AccessLogFormatFactory {
        @Override
        public AccessLogFormat create(Settings settings) {
            settings.string("preset", "");
            return (entry, line) -> {};
        }
    }

    private record First(String name) implements LoadBalancerFactory {
        @Override
        public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
            return exchange -> endpoints.iterator();
        }
    }
}
