package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of an nginx.conf beside what "sluice import" makes of it: a real nginx and Sluice, with the same back ends, get
 * the same requests, and what comes back and what is logged is equal.
 */
class ImportTest {
    private static final Path EXAMPLES = Path.of("../conf/examples/nginx");
    private static final int BACK_ENDS = 3;
    private static final String HANDSHAKE = String.join(
            "\r\n",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");

    @TempDir
    private Path folder;

    /** A request: its line, its host, and whether it asks for a WebSocket. */
    private record Request(String line, String host, boolean webSocket, String agent) {
        static Request get(String target, String host) {
            return new Request("GET " + target, host, false, "tester");
        }

        static Request socket(String target, String host) {
            return new Request("GET " + target, host, true, "tester");
        }
    }

    private static List<Request> requests(String example) {
        List<Request> all = new ArrayList<>();
        switch (example) {
            case "consistent-hash" -> {
                for (int room = 0; room < 40; room++) {
                    all.add(Request.get("/talk?room=" + room, "example.com"));
                    all.add(Request.socket("/ws?room=r" + room, "example.com"));
                }
                all.add(Request.get("/down", "example.com"));
                all.add(new Request("HEAD /down", "example.com", false, "tester"));
                all.add(Request.get("/50x.html", "example.com"));
            }
            case "paths" -> {
                all.add(Request.socket("/chat/room?a=b", "any"));
                all.add(Request.get("/chat/a%20b", "any"));
                all.add(Request.get("/chat", "any"));
                all.add(Request.socket("/feed/news", "any"));
                all.add(Request.get("/feed/x", "any"));
                all.add(Request.socket("/v12/socket", "any"));
                all.add(Request.get("/v12/socket", "any"));
                all.add(Request.get("/v/socket", "any"));
                all.add(new Request("POST /", "any", false, "tester"));
            }
            case "ip-hash" -> {
                all.add(Request.socket("/ws", "app.example.com"));
                all.add(Request.get("/page", "one.app.example.com:81"));
                all.add(Request.get("/missing/x?y=z", "app.example.com"));
                all.add(new Request("GET /who", "app.example.com", false, "GoogleBot/2"));
                all.add(new Request("GET /missing", "app.example.com", false, "a crawler"));
            }
            case "certbot" -> {
                all.add(Request.get("/", "example.com"));
                all.add(Request.get("/page.css", "www.example.com"));
                all.add(Request.get("/none", "example.com"));
                all.add(Request.socket("/ws/a", "example.com"));
                all.add(Request.get("/%2e%2e/x", "example.com"));
            }
            default -> {
                all.add(Request.socket("/wss/a", "live.example.com"));
                all.add(Request.get("/wss/a?b=c", "live.example.com"));
                all.add(Request.get("/wss", "live.example.com"));
                all.add(Request.get("/page.html", "live.example.com"));
            }
        }
        return all;
    }

    static Stream<String> examples() {
        return Stream.of("consistent-hash", "paths", "ip-hash", "certbot", "long-lived");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatIsShippedBesideAnExampleIsItsImport(String example) throws IOException {
        Path source = EXAMPLES.resolve(example).resolve("nginx.conf");
        Command.Result result = Command.sluice(
                Tarball.unpack(folder),
                "import",
                source.toAbsolutePath().normalize().toString());
        assertThat(result.code()).as(result.stderr()).isZero();
        assertThat(result.stdout()).isEqualTo(Files.readString(source.resolveSibling("sluice.conf")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsServedAsByNginx(String example) throws Exception {
        Nginx.assumeInstalled();
        try (Sides sides = new Sides(example)) {
            for (Request request : requests(example)) {
                for (int plain = 0; plain < 2; plain++) {
                    sides.compare(request, plain == 0);
                }
            }
            sides.compareLogs();
        }
    }

    @Test
    void whatCannotBeBroughtOverIsToldAtOnceAndNothingIsWritten() throws IOException {
        Path home = Tarball.unpack(folder);
        Path input = Files.writeString(folder.resolve("nginx.conf"), """
                events {}
                http {
                  limit_req_zone $binary_remote_addr zone=a:1m rate=1r/s;
                  server {
                    listen 8080;
                    location / { auth_basic "x"; proxy_pass http://127.0.0.1:3000; }
                  }
                }
                """);
        Path output = folder.resolve("out.conf");
        Command.Result strict = Command.sluice(home, "import", "-o", output.toString(), input.toString());
        assertThat(strict.code()).isEqualTo(64);
        assertThat(strict.stderr())
                .contains(input + ":3: directive 'limit_req_zone': ")
                .contains(input + ":6: directive 'auth_basic': ");
        assertThat(output).doesNotExist();
        Command.Result lenient = Command.sluice(home, "import", "--lenient", "-o", output.toString(), input.toString());
        assertThat(lenient.code()).isZero();
        assertThat(output)
                .content()
                .contains("# nginx.conf:6: not brought over: ")
                .contains("#   auth_basic \"x\";");
        assertThat(Command.sluice(home, "check", "--config", output.toString()).code())
                .isZero();
        assertThat(Command.sluice(home, "import", "-o", output.toString(), input.toString())
                        .stderr())
                .contains("exists already");
    }

    @Test
    void aFileThatNginxWouldRefuseIsRefusedInItsWords() throws IOException {
        Path input = Files.writeString(folder.resolve("nginx.conf"), "events {}\nhttp { server { listen 80 } }\n");
        Command.Result result = Command.sluice(Tarball.unpack(folder), "import", input.toString());
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).contains(input + ":2\n").contains("unexpected \"}\"");
    }

    /** A real nginx and Sluice with one example, each with its own ports and logs, and the back ends of both. */
    private final class Sides implements AutoCloseable {
        private final List<ScriptedBackend> backEnds = new ArrayList<>();
        private final SSLContext trust;
        private final Nginx nginx;
        private final RunningSluice sluice;
        private final boolean tls;
        private final boolean plain;
        private final int nginxPlain = FreePort.next();
        private final int[] sluicePorts = {FreePort.next(), FreePort.next()};
        private final Path logs = Files.createDirectories(folder.resolve("logs"));

        Sides(String example) throws Exception {
            for (int i = 0; i < BACK_ENDS; i++) {
                String name = "b" + (i + 1);
                backEnds.add(ScriptedBackend.start(connection -> {
                    for (HttpMessage request = connection.readRequest();
                            request != null;
                            request = connection.readRequest()) {
                        if ("websocket".equalsIgnoreCase(request.header("Upgrade"))) {
                            Scripts.echo(connection.acceptWebSocket(request, new byte[0], "X-Back: " + name));
                            return;
                        }
                        String status = request.target().startsWith("/missing") ? "404 Not Found" : "200 OK";
                        String body = request.method().equals("HEAD") ? "" : told(name, request);
                        connection.answer(
                                body,
                                "HTTP/1.1 " + status,
                                "Content-Type: text/plain",
                                "Content-Length: " + told(name, request).length());
                    }
                }));
            }
            TestCertificates authority = TestCertificates.ca(Files.createDirectories(folder.resolve("certs")));
            TestCertificate site = authority.server("example.com www.example.com live.example.com", Key.EC);
            Files.copy(site.certificate(), folder.resolve("certs/fullchain.pem"));
            Files.copy(site.key(), folder.resolve("certs/privkey.pem"));
            trust = authority.clientContext();
            Path html = Files.createDirectories(folder.resolve("html"));
            Files.writeString(html.resolve("50x.html"), "<p>later\n");
            Files.writeString(html.resolve("index.html"), "<p>start\n");
            Files.writeString(html.resolve("page.css"), "p {}\n");
            folder.toFile().setExecutable(true, false);
            String text = Files.readString(EXAMPLES.resolve(example).resolve("nginx.conf"))
                    .replace("/usr/share/nginx/html", html.toString())
                    .replace(
                            "/etc/letsencrypt/live/example.com",
                            folder.resolve("certs").toString());
            for (int i = 0; i < BACK_ENDS; i++) {
                text = text.replace(
                        "10.0.0." + (i + 1) + ":8080", backEnds.get(i).hostPort());
            }
            tls = text.contains("listen 443");
            plain = text.contains("listen 80");
            String inner = text.substring(text.indexOf("http {") + "http {".length(), text.lastIndexOf('}'));
            Files.createDirectories(logs.resolve("nginx"));
            Files.createDirectories(logs.resolve("sluice"));
            nginx = Nginx.start(
                    Files.createDirectory(folder.resolve("nginx")),
                    port -> ports(inner, tls ? port : nginxPlain, tls ? nginxPlain : port)
                            .replace("/var/log/nginx", logs.resolve("nginx").toString()));
            Path conf = Files.writeString(
                    folder.resolve("ours.nginx.conf"),
                    ports(text, sluicePorts[0], sluicePorts[1])
                            .replace("/var/log/nginx", logs.resolve("sluice").toString()));
            RunningSluice.Launch launch = RunningSluice.in(folder.resolve("home"));
            Path ours = folder.resolve("ours.conf");
            Command.Result imported = Command.sluice(launch.home(), "import", "-o", ours.toString(), conf.toString());
            assertThat(imported.code()).as(imported.stderr()).isZero();
            sluice = launch.start(ours);
        }

        private static String ports(String text, int secure, int plain) {
            return text.replace("listen 443", "listen 127.0.0.1:" + secure)
                    .replace("listen 80", "listen 127.0.0.1:" + plain);
        }

        private static String told(String name, HttpMessage request) {
            StringBuilder told = new StringBuilder(name + " " + request.method() + " " + request.target() + "\n");
            for (String field :
                    List.of("Host", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Proto", "X-Who", "Upgrade")) {
                told.append(field).append(": ").append(request.header(field)).append('\n');
            }
            return told.toString();
        }

        void compare(Request request, boolean secure) throws Exception {
            if (secure ? !tls : !plain) {
                return;
            }
            int theirs = secure || !tls ? nginx.address().getPort() : nginxPlain;
            String expected = answer(theirs, secure, request);
            String actual = answer(sluicePorts[secure ? 0 : 1], secure, request);
            assertThat(actual).as(request + (secure ? " over TLS" : "")).isEqualTo(expected);
        }

        private String answer(int port, boolean secure, Request request) throws Exception {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            String host = request.host().replaceAll(":.*", "");
            try (RawClient client =
                    secure ? RawClient.connectSecure(address, trust, host) : RawClient.connect(address)) {
                client.send(
                        request.line() + " HTTP/1.1\r\nHost: " + request.host() + "\r\nUser-Agent: " + request.agent()
                                + "\r\n"
                                + (request.webSocket() ? HANDSHAKE : "Connection: close\r\n\r\n"));
                if (request.webSocket()) {
                    HttpMessage head = client.readHead();
                    return head.status() + " " + head.header("X-Back") + " " + head.header("Sec-WebSocket-Accept") + " "
                            + head.header("X-Deprecated");
                }
                String text = new String(client.readToEnd(), StandardCharsets.ISO_8859_1);
                int end = text.indexOf("\r\n\r\n");
                return text.substring(0, end)
                                .lines()
                                .filter(line ->
                                        !line.matches("(?i)(date|server|connection|keep-alive|transfer-encoding):.*"))
                                .map(line -> line.replaceAll("Content-Length: \\d{3}", "Content-Length: of a page"))
                                .sorted()
                                .toList()
                                .toString()
                                .replace(":" + port, ":port")
                        + text.substring(end).replaceAll("(nginx|sluice)/[0-9.]+", "server");
            }
        }

        void compareLogs() throws Exception {
            sluice.close();
            nginx.close();
            try (Stream<Path> files = Files.list(logs.resolve("nginx"))) {
                for (Path file : files.toList()) {
                    assertThat(lines(logs.resolve("sluice").resolve(file.getFileName())))
                            .isEqualTo(lines(file));
                }
            }
        }

        /** Without what must differ: times, and the sizes of pages that name the server. */
        private static List<String> lines(Path file) throws IOException {
            return Files.readAllLines(file).stream()
                    .map(line -> line.replaceAll("\\[[^]]*\\]", "[time]")
                            .replaceAll("\" (\\d{3}) \\d{3} \"", "\" $1 page \""))
                    .sorted()
                    .toList();
        }

        @Override
        public void close() throws Exception {
            sluice.close();
            nginx.close();
            for (ScriptedBackend backEnd : backEnds) {
                backEnd.close();
            }
        }
    }
}
