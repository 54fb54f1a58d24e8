package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.headers.HeaderPolicy;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files over a connection: the same bytes as nginx sends, one piece at a time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesTest {
    private static final int LARGE = 20 << 20;

    private static final String NGINX = """
            server_tokens off; error_log /dev/null;
            server { listen 127.0.0.1:PORT; root ROOT; default_type text/plain;
              error_page 502 503 504 /50x.html; error_page 404 = /missing;
              location / { add_header X-Policy yes; }
              location = /50x.html { }
              location /down { proxy_pass http://127.0.0.1:1; }
              location /refused { return 503; }
              location = /missing { internal; return 200 "nothing at $request_uri\\n"; }
              location /alias/ { alias ROOT/folder/; index none.html index.html; }
              location ~ ^/caught/(.*)$ { alias ROOT/$1; error_page 404 /50x.html; }
            }
            """;

    private static final String SLUICE = """
            listeners.web.server-tokens = off
            upstreams { dead { servers = ["127.0.0.1:1"] } }
            hosts { site {
              error-pages = [ { on = [502, 503, 504], to = "/50x.html" }, { on = [404], to = "/missing", status = as-answered } ]
              routes = [
                { path = "/", files = "ROOT" }
                { path = "= /50x.html", files = "ROOT" }
                { path = "/down", upstream = dead }
                { path = "/refused", return = 503 }
                { path = "= /missing", internal = on, return { status = 200, body = "nothing at $request_uri\\n" } }
                { path = "/alias/", files { alias = "ROOT/folder/", index = [none.html, index.html] } }
                { path = "~ ^/caught/(.*)$", files { alias = "ROOT/$1" }, error-pages = [{ on = [404], to = "/50x.html" }] }
              ]
            } }
            """;

    private Path root;
    private byte[] large;
    private Nginx nginx;
    private Proxy sluice;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        root = Files.createDirectories(folder.resolve("www"));
        folder.toFile().setExecutable(true, false);
        large = new byte[LARGE];
        new Random(5).nextBytes(large);
        write("50x.html", "<p>later\n".getBytes(StandardCharsets.US_ASCII));
        write("index.html", "<p>start\n".getBytes(StandardCharsets.US_ASCII));
        write("folder/index.html", "<p>in a folder\n".getBytes(StandardCharsets.US_ASCII));
        write("folder/a.gif", new byte[70_000]);
        write("empty", new byte[0]);
        write("large", large);
        nginx = Nginx.start(
                Files.createDirectory(folder.resolve("nginx")),
                port -> told(NGINX).replace("PORT", Integer.toString(port)));
        sluice = new Proxy(folder, told(SLUICE), new HeaderPolicy() {});
    }

    private String told(String text) {
        return text.replace("ROOT", root.toString());
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-21T10:00:00Z")));
    }

    @AfterAll
    void stop() {
        if (sluice != null) {
            sluice.close();
            nginx.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "HEAD /",
                "POST /index.html",
                "GET /index.html",
                "GET /folder",
                "GET /folder/",
                "GET /folder/a.gif",
                "GET /alias/",
                "GET /alias/a.gif",
                "GET /empty",
                "HEAD /empty",
                "GET /nowhere?x=y",
                "GET /50x.html",
                "GET /down",
                "HEAD /down",
                "POST /down",
                "GET /refused",
                "GET /caught/folder/a.gif",
                "GET /caught/index.html",
                "GET /caught/none",
            })
    void itIsTheAnswerOfNginx(String request) throws IOException {
        for (String fields : new String[] {
            "",
            "Range: bytes=2-5\r\n",
            "Range: bytes=999999-\r\n",
            "If-Modified-Since: Sat, 21 Nov 2026 10:00:00 GMT\r\n"
        }) {
            assertThat(answer(sluice.address(), request, fields))
                    .as(fields)
                    .isEqualTo(answer(nginx.address(), request, fields));
        }
    }

    private static String answer(InetSocketAddress server, String request, String fields) throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(request + " HTTP/1.1\r\nHost: site\r\n" + fields + "Connection: close\r\n\r\n");
            return new String(client.readToEnd(), StandardCharsets.ISO_8859_1)
                    .replaceAll("Date: [^\r]*", "Date: now")
                    .replaceAll("Content-Length: \\d{3}\r", "Content-Length: of a page\r")
                    .replace("X-Policy: yes\r\n", "")
                    .replace("sluice", "nginx")
                    .replace(":" + server.getPort(), ":port");
        }
    }

    @Test
    void aLargeFileArrivesUnchangedAndTheConnectionGoesOn() throws IOException {
        try (RawClient client = sluice.client()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET /large HTTP/1.1\r\nHost: site\r\n\r\n");
                HttpMessage answer = client.readResponse("GET");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(large);
            }
        }
        sluice.awaitQuiet();
        assertThat(openFiles()).isZero();
    }

    @Test
    void aClientThatLeavesLeavesNoFileOpen() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (RawClient client = sluice.client()) {
                client.send("GET /large HTTP/1.1\r\nHost: site\r\n\r\n");
            }
        }
        Eventually.value("open files", this::openFiles, open -> open == 0);
        sluice.awaitQuiet();
    }

    @Test
    void aFileThatIsCutWhileItIsSentCutsTheConnection() throws IOException {
        write("cut", large);
        try (RawClient client = sluice.client()) {
            client.send("GET /cut HTTP/1.1\r\nHost: site\r\n\r\n");
            client.read();
            try (RandomAccessFile file =
                    new RandomAccessFile(root.resolve("cut").toFile(), "rw")) {
                file.setLength(1 << 20);
            }
            assertThat(client.readToEnd().length).isLessThan(LARGE);
        }
        assertThat(sluice.line("/cut").outcome()).isEqualTo("file-truncated");
        Eventually.value("open files", this::openFiles, open -> open == 0);
    }

    private int openFiles() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return (int) descriptors
                    .filter(descriptor -> {
                        try {
                            return Files.readSymbolicLink(descriptor).startsWith(root);
                        } catch (IOException e) {
                            return false; // closed meanwhile
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
