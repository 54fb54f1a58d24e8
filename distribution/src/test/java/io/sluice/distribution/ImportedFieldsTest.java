package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields that {@code add_header} adds to files, redirects and error pages, after import, beside a real nginx. */
class ImportedFieldsTest {
    private static final String HTTP = """
            server { listen 127.0.0.1:PORT; server_name _; root FOLDER/www;
              add_header X-Always "$server_name" always; add_header X-Found b;
              location /folder/own/ { add_header X-Own c; }
              location /replaced { error_page 404 =200 /a.txt; return 404; }
              location /back/ { proxy_intercept_errors on; error_page 404 =202 /other/; proxy_pass http://127.0.0.1:PORT/none/; }
              location /other/ { proxy_pass http://127.0.0.1:PORT/none/; } }
            """;

    private static Nginx nginx;
    private static RunningSluice sluice;
    private static InetSocketAddress web;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Nginx.assumeInstalled();
        Path own = Files.createDirectories(folder.resolve("www/folder/own"));
        Files.writeString(folder.resolve("www/a.txt"), "a text\n");
        Files.writeString(own.resolve("index.html"), "an index\n");
        nginx = Nginx.start(Files.createDirectory(folder.resolve("nginx")), port -> told(folder, port));
        int port = FreePort.next();
        Path input = Files.writeString(
                folder.resolve("nginx.conf"), "events {}\nhttp {\n  access_log off;\n" + told(folder, port) + "}\n");
        RunningSluice.Launch launch = RunningSluice.in(folder);
        Command.Result imported = Command.sluice(launch.home(), "import", input.toString());
        assertThat(imported.code()).as(imported.stderr()).isZero();
        sluice = launch.start(imported.stdout());
        web = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String told(Path folder, int port) {
        return HTTP.replace("FOLDER", folder.toString()).replace("PORT", Integer.toString(port));
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        if (sluice != null) {
            sluice.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a.txt",
                "HEAD /a.txt",
                "GET /a.txt | Range: bytes=0-2",
                "GET /a.txt | If-None-Match: *",
                "GET /none.txt",
                "GET /folder",
                "GET /folder/",
                "GET /folder/own/",
                "GET /replaced",
                "GET /back/x",
            })
    void theyAreThoseOfNginx(String request) throws IOException {
        assertThat(answer(web, request)).isEqualTo(answer(nginx.address(), request));
    }

    /** The status and the fields that were added. */
    private static List<String> answer(InetSocketAddress server, String request) throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(request.replace(" | ", " HTTP/1.1\r\n")
                    + (request.contains(" | ") ? "" : " HTTP/1.1")
                    + "\r\nHost: any.example\r\nConnection: close\r\n\r\n");
            return new String(client.readToEnd(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith("HTTP/") || line.startsWith("X-"))
                    .sorted() // those for all statuses come last
                    .toList();
        }
    }
}
