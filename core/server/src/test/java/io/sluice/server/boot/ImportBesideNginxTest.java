package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.MediaTypes;
import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is imported answers as a real nginx does with the file that it came from. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportBesideNginxTest {
    private static final String HTTP = """
            map $http_upgrade $connection_upgrade { default upgrade; '' close; }
            map $http_x_plan $plan {
              default none; include FOLDER/maps/*.map; volatile; ~^gold fast; ~^silver usual; ~^gold faster;
            }
            include FOLDER/mime.types;
            default_type application/octet-stream;
            server { listen 127.0.0.1:PORT; server_name site.example;
              if ($arg_server) { return 200 "from the server\n"; }
              location /types/ { return 200 "text\n"; if ($arg_if) { return 403 "text\n"; } }
              location ~ ^/regex/ { default_type application/json; return 200 "{}\n"; }
              location /nested/ { types { } default_type text/x; return 200 "outer\n";
                location /nested/in/ { return 200 "inner\n"; } }
              location = /exact.css { return 200 "text\n"; }
              location = /exact { return 200 "text\n"; }
              location = /exact.html { types { text/x-page html; } return 200 "text\n"; }
              location = /empty { default_type ""; return 200 "text\n"; }
              location /back/ { proxy_pass http://BACK; proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
                location /back/shown/ { proxy_pass http://BACK; proxy_pass_header Server; proxy_pass_header X-PAD;
                  proxy_pass_header X-Accel-Expires; }
                location /back/date/ { proxy_pass http://BACK; proxy_pass_header date; }
              }
              location /limit/ { client_max_body_size 4; return 200 "small\\n"; error_page 413 /toolarge; }
              location /limit/file/ { client_max_body_size 4; }
              location = /toolarge { return 200 "too large: $request_method\\n"; }
              location /signed/ { server_tokens on; return 404; location /signed/not/ { server_tokens off; return 404; } }
              location /here/ { absolute_redirect off; return 301 /there; }
              location /port/ { port_in_redirect off; return 301 /there; }
              location /name/ { server_name_in_redirect on; return 301 /there; }
              location /once/ { keepalive_timeout 0; return 204; }
              location /twice/ { keepalive_requests 2; return 204; }
              location /files/ { root FOLDER/www; set $is "is";
                if (-f $request_filename) { set $is "$is -f"; }
                if (-d $request_filename) { set $is "$is -d"; }
                if (-e $request_filename) { set $is "$is -e"; }
                if (-x $request_filename) { set $is "$is -x"; }
                if (!-f $document_root$uri) { set $is "$is !-f"; }
                if (!-d $document_root$uri) { set $is "$is !-d"; }
                if (!-e $document_root$uri) { set $is "$is !-e"; }
                if (!-x $document_root$uri) { set $is "$is !-x"; }
                return 200 "$is\\n";
              }
              location /asked { if (-f $arg_name) { return 200 "there\\n"; } return 200 "not there\\n"; }
              location /rest/ { root FOLDER/www; if (!-e $request_filename) { proxy_pass http://BACK; } }
              location /own/ { types { text/x foo; text/y bar; } types { text/z BAR; } return 200 "text\n"; }
              location = /plan { return 200 "$plan\\n"; }
              location / { return 200 "one $uri\\n"; }
            }
            server { listen 127.0.0.1:PORT default_server; server_name SITE.example .two.example ~^s;
              location / { return 200 "two\\n"; } }
            server { listen 127.0.0.1:PORT; server_name two.example; location / { return 200 "three\\n"; } }
            server { listen 127.0.0.1:PORT; server_name _; location / { return 200 "four\\n"; } }
            server { listen 127.0.0.1:PORT; location / { return 200 "nobody\\n"; } }
            server { listen 127.0.0.1:PORT; server_name closed.example; root FOLDER/www;
              if (-f $document_root/closed) { return 503; }
              error_page 503 /closed;
              location / { return 200 "open\\n"; }
              location = /closed { return 200 "closed\\n"; } }
            server { listen PORT; server_name elsewhere; location / { return 200 "elsewhere\\n"; } }
            server { listen PORT default_server; server_name site.example; location / { return 200 "any address\\n"; } }
            """;

    private static final Set<PosixFilePermission> OWNER_ALONE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE);

    private Path root;
    private ScriptedBackend backEnd;
    private ImportedTwin twin;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        String types = MediaTypes.COMMON.entrySet().stream()
                .map(type -> type.getValue() + " " + type.getKey() + ";\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("mime.types"), "types {\n" + types + "}\n");
        Path maps = Files.createDirectory(folder.resolve("maps"));
        Files.writeString(maps.resolve("1.map"), "jan winter; # cold\n~^go \"go: $arg_x\";\n");
        Files.writeString(maps.resolve("2.map"), "JUL summer;\n");
        Path www = Files.createDirectories(folder.resolve("www"));
        Path files = Files.createDirectories(www.resolve("files/folder")).getParent();
        Files.createDirectories(www.resolve("rest"));
        Files.writeString(www.resolve("rest/here.txt"), "here\n");
        Files.writeString(www.resolve("closed"), "");
        Files.writeString(files.resolve("a b.txt"), "");
        Files.createFile(files.resolve("run"), PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        Files.createSymbolicLink(files.resolve("link"), Path.of("a b.txt"));
        Files.createSymbolicLink(files.resolve("nowhere"), Path.of("none"));
        Files.createDirectory(files.resolve("locked"), PosixFilePermissions.asFileAttribute(Set.of()));
        root = folder;
        backEnd = ScriptedBackend.start(ImportBesideNginxTest::answer);
        twin = new ImportedTwin(
                folder, HTTP.replace("FOLDER", folder.toString()).replace("BACK", backEnd.hostPort()));
    }

    private static void answer(BackendConnection connection) throws IOException {
        HttpMessage request = connection.readRequest();
        if ("websocket".equalsIgnoreCase(request.header("Upgrade"))) {
            connection.acceptWebSocket(request, new byte[0], "Server: back/1", "X-Pad: pad", "X-Kept: yes");
        } else {
            connection.answer(
                    "answer\n",
                    "HTTP/1.1 200 OK",
                    "Content-Length: 7",
                    "Date: Thu, 01 Jan 1970 00:00:00 GMT",
                    "server: back/1",
                    "X-Pad: pad",
                    "X-Accel-Expires: 0",
                    "X-Accel-Buffering: no",
                    "X-Accel-Charset: utf-8",
                    "X-Accel-Else: yes",
                    "X-Kept: yes");
        }
    }

    @AfterAll
    void stop() throws IOException {
        if (backEnd != null) {
            backEnd.close();
        }
        if (twin != null) {
            twin.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /plan",
                "GET /plan | X-Plan: jan",
                "GET /plan | X-Plan: jul",
                "GET /plan?x=y | X-Plan: gold",
                "GET /plan | X-Plan: silver",
            })
    void aMapHasTheLinesOfItsFiles(String request) throws IOException {
        same(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / | Host: site.example",
                "GET / | Host: two.example",
                "GET / | Host: a.two.example",
                "GET / | Host: sun.example",
                "GET / | Host: other.example",
                "GET / | Host: elsewhere",
                "GET / | Host: ",
            })
    void theFirstServerOfANameHasIt(String request) throws IOException {
        same(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"site.example", "elsewhere", "other.example"})
    void aPortAtEveryAddressLeavesOneToWhoAsksForIt(String host) throws IOException {
        same("GET / | To: 127.0.0.1 | Host: " + host);
        same("GET / | To: 127.0.0.2 | Host: " + host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /types/a.css",
                "GET /types/a",
                "GET /types/a.HTML",
                "GET /types/.css",
                "GET /types/a.css/b",
                "GET /types/a.unknown",
                "GET /types/a.js?if=1",
                "GET /a.css?server=1",
                "GET /?server=1",
                "GET /regex/a.css",
                "GET /regex/a",
                "GET /nested/a.css",
                "GET /nested/in/a.css",
                "GET /exact.css",
                "GET /exact",
                "GET /exact.html",
                "GET /empty",
                "GET /own/a.foo",
                "GET /own/a.bar",
                "GET /own/a.css",
            })
    void aTextHasTheTypeThatNginxFinds(String request) throws IOException {
        same(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /files/a%20b.txt",
                "GET /files/a%20b.txt/",
                "GET /files/run",
                "GET /files/folder",
                "GET /files/folder/",
                "GET /files/link",
                "GET /files/nowhere",
                "GET /files/none/at/all",
                "GET /files/locked",
                "GET /files/locked/x",
                "GET /asked?name=FOLDER/www/closed",
                "GET /asked?name=FOLDER/www/none",
                "GET /asked?name=www/closed",
                "GET /asked",
                "GET /rest/here.txt",
                "HEAD /rest/here.txt",
                "GET /rest/none.txt",
                "GET / | Host: closed.example",
            })
    void aFileIsAskedForAsByNginx(String request) throws IOException {
        same(request.replace("FOLDER", root.toString()));
    }

    @Test
    void aBodyWaitsForTheDisk() throws IOException {
        try (RawClient client =
                RawClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), twin.port()))) {
            for (int i = 0; i < 3; i++) {
                client.send("POST /rest/none HTTP/1.1\r\nHost: site.example\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(client.readResponse("POST").bodyText()).isEqualTo("answer\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /back/", "GET /back/shown/", "HEAD /back/shown/"})
    void fieldsThatNginxHidesAreHidden(String request) throws IOException {
        same(request);
    }

    @Test
    void aDateThatIsShownIsTheBackEnds() throws IOException {
        for (int port : new int[] {twin.port(), twin.nginxPort()}) {
            assertThat(head(port, "/back/date/", "").header("Date")).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
            assertThat(head(port, "/back/", "").header("Date")).doesNotContain("1970");
        }
    }

    @Test
    void theAnswerToAnUpgradeHidesThemToo() throws IOException {
        String handshake = String.join(
                "\r\n",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "");
        for (int port : new int[] {twin.port(), twin.nginxPort()}) {
            HttpMessage head = head(port, "/back/ws", handshake);
            assertThat(head.status()).isEqualTo(101);
            assertThat(head.header("Server")).startsWith(port == twin.port() ? "sluice" : "nginx");
            assertThat(head.header("X-Pad")).isNull();
            assertThat(head.header("X-Kept")).isEqualTo("yes");
        }
    }

    private static HttpMessage head(int port, String path, String fields) throws IOException {
        try (RawClient client = RawClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: site.example\r\n" + fields + "\r\n");
            return client.readHead();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /limit/ | Content-Length: 5",
                "POST /limit/ | Content-Length: 4",
                "POST /limit/file/ | Content-Length: 5",
                "GET /here/",
                "GET /port/",
                "GET /name/ | Host: other.sun.example",
                "GET /name/",
            })
    void whatALocationSaysOfClientsHolds(String request) throws IOException {
        same(request);
    }

    @Test
    void aLocationNamesTheVersionOrNot() throws IOException {
        for (int port : new int[] {twin.port(), twin.nginxPort()}) {
            assertThat(head(port, "/signed/", "").header("Server")).matches("(nginx|sluice)/[0-9.]+");
            assertThat(head(port, "/signed/not/", "").header("Server")).matches("nginx|sluice");
        }
    }

    @Test
    void aLocationSaysHowLongAConnectionIsKept() throws IOException {
        for (int port : new int[] {twin.port(), twin.nginxPort()}) {
            assertThat(connections(port, "/once/", 1)).containsExactly("close");
            assertThat(connections(port, "/twice/", 2)).containsExactly("keep-alive", "close");
            assertThat(connections(port, "/plan", 3)).containsExactly("keep-alive", "keep-alive", "keep-alive");
        }
    }

    /** The field Connection of the answers to one request after another on a connection. */
    private static List<String> connections(int port, String path, int count) throws IOException {
        List<String> found = new ArrayList<>();
        try (RawClient client = RawClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            for (int i = 0; i < count; i++) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: site.example\r\n\r\n");
                found.add(client.readResponse("GET").header("Connection"));
            }
        }
        return found;
    }

    @Test
    void theTypesOfNginxOwnFileHaveAName() {
        assertThat(twin.text()).contains("types = common, default-type = \"application/octet-stream\"");
    }

    private void same(String request) throws IOException {
        assertThat(twin.ours(request)).isEqualTo(twin.theirs(request));
    }
}
