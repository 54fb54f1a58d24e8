package io.sluice.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.route.Rewrite;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same requests to a real nginx and to {@link StaticFiles}: the same statuses, fields and bodies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesBesideNginxTest {
    private static final Instant MODIFIED = Instant.parse("2024-02-29T12:34:56.789Z");
    private static final String DATE = "Thu, 29 Feb 2024 12:34:56 GMT";
    private static final String ETAG = "\"65e07a70-a\"";

    /** Routes, the longest of which serves a path, but the one with the expression first. */
    private static final List<String[]> ROUTES = List.of(
            new String[] {"~ ^/re/(.*)$", "alias ROOT/$uri;", "alias = \"ROOT/$uri\""},
            new String[] {"/alias/", "alias ROOT/;", "alias = \"ROOT/\""},
            new String[] {"/bare", "alias ROOT/folder;", "alias = \"ROOT/folder\""},
            new String[] {
                "/several/", "alias ROOT/; index no.html n.txt ten;", "alias = \"ROOT/\", index = [no.html, n.txt, ten]"
            },
            new String[] {"/absolute/", "alias ROOT/; index no.html /ten;", "alias = \"ROOT/\", index = [no.html, /ten]"
            },
            new String[] {
                "/typed/",
                "alias ROOT/; types { a/b TXT; } default_type ''; etag off;",
                "alias = \"ROOT/\", types { TXT = a/b }, default-type = \"\", etag = off"
            },
            new String[] {"/nolinks/", "alias ROOT/; disable_symlinks on;", "alias = \"ROOT/\", symlinks = off"},
            new String[] {
                "/owner/", "alias ROOT/; disable_symlinks if_not_owner;", "alias = \"ROOT/\", symlinks = if-not-owner"
            },
            new String[] {"/", "root ROOT/;", "root = \"ROOT/\""});

    private Nginx nginx;
    private final List<StaticFiles> served = new ArrayList<>();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        Path root = Files.createDirectory(folder.toRealPath().resolve("root"));
        fill(root);
        StringBuilder locations = new StringBuilder();
        StringBuilder routes = new StringBuilder();
        for (String[] route : ROUTES) {
            locations.append("location " + route[0] + " { " + route[1].replace("ROOT", root.toString()) + " }\n");
            routes.append(
                    "{ path = \"" + route[0] + "\", files { " + route[2].replace("ROOT", root.toString()) + " } }\n");
        }
        nginx = Nginx.start(
                Files.createDirectory(folder.resolve("nginx")),
                port -> "server { listen 127.0.0.1:" + port + "; error_log /dev/null; " + locations + " }");
        for (RouteConfig route : load(folder, routes.toString())) {
            served.add(StaticFiles.of(route).orElseThrow());
        }
    }

    private static void fill(Path root) throws IOException {
        for (String name : List.of("folder", "empty", "with index", "folderindex", "folderindex/index.html")) {
            Files.createDirectory(root.resolve(name));
        }
        for (String name : List.of(
                "ten",
                "n.txt",
                "p.HTML",
                "p.html",
                "p.gif",
                ".html",
                "..html",
                ".a.html",
                "dot.",
                "folder/index.html",
                "with index/index.html",
                "a b?c#d%e\"<>\\^`{|}",
                "folder/p.html")) {
            write(root.resolve(name), "0123456789");
        }
        write(root.resolve("nothing"), "");
        write(FileName.path(FileName.of(root) + "/\u00c3\u00a9\u00ff"), "0123456789");
        Files.createSymbolicLink(root.resolve("link"), Path.of("ten"));
        Files.createSymbolicLink(root.resolve("folderlink"), Path.of("folder"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("none"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.setLastModifiedTime(Files.writeString(file, text), FileTime.from(MODIFIED));
    }

    private static List<RouteConfig> load(Path folder, String routes) throws IOException, ConfigException {
        Path file = Files.writeString(folder.resolve("sluice.conf"), """
                sluice { listeners { web { bind = "127.0.0.1:0" } }
                  hosts { site { routes = [
                %s ] } } }
                """.formatted(routes));
        return ConfigLoader.load(file, folder, new Variables()).hosts().get(0).routes();
    }

    @AfterAll
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    static List<String> requests() {
        Stream<String> paths = Stream.of(
                        "/ten /n.txt /p.HTML /p.html /p.gif /.html /..html /.a.html /dot. /nothing /none /none/ /ten/ /ten/x /",
                        "/folder /folder?a=b /folder/ /folder/?a=b /empty /empty/ /with%20index /with%20index/ /folderindex/",
                        "/a%20b%3fc%23d%25e%22%3c%3e%5c%5e%60%7b%7c%7d /%c3%a9%ff /link /folderlink /folderlink/ /dangling",
                        "/loop /loop/ /loop/x /alias/ten /alias/folder /alias/folder/ /alias/ /alias/none /bare /bare/",
                        "/bare/p.html /several/ /several/folder/ /several/none/ /absolute/ /absolute/none/ /typed/n.txt",
                        "/typed/p.html /nolinks/ten /nolinks/link /nolinks/folderlink /nolinks/folderlink/ /nolinks/loop",
                        "/nolinks/folderlink/p.html /nolinks/dangling /nolinks/none /nolinks/ten/x /nolinks/folder/p.html",
                        "/owner/ten /owner/link /owner/folderlink/ /owner/folderlink/p.html /owner/dangling /owner/loop",
                        "/" + "a".repeat(255) + " /" + "a".repeat(256) + " /" + "a".repeat(256) + "/ /"
                                + "a/".repeat(2100),
                        "/re/none /re/none/")
                .flatMap(line -> Stream.of(line.split(" ", -1)))
                .map(path -> "GET " + path);
        Stream<String> methods = Stream.of(
                "HEAD /ten",
                "HEAD /nothing",
                "POST /ten",
                "POST /folder",
                "POST /folder/",
                "POST /empty/",
                "PUT /ten",
                "PUT /folder/",
                "DELETE /none",
                "HEAD /none",
                "OPTIONS /ten");
        Stream<String> ranges = Stream.of(
                        "0-0",
                        "0-",
                        "3-5",
                        "9-",
                        "10-",
                        "0-9",
                        "0-99",
                        "-1",
                        "-10",
                        "-11",
                        "-0",
                        "5-3",
                        "1-1,3-3",
                        "0-1, 4-5",
                        "0-1,4-5,-2",
                        "0-5,3-9",
                        "0-9,0-0",
                        "1-1,20-30",
                        "20-30,40-",
                        "x",
                        "",
                        "1-x",
                        "1 - 2",
                        "1-1,x",
                        "1-1,",
                        "0-0,2-2,4-4,6-6,8-8,9-9",
                        "99999999999999999999-",
                        "1",
                        "-",
                        "0-8,0-8,x",
                        "5-4,1-2")
                .map(range -> "GET /ten|Range: bytes=" + range);
        Stream<String> conditions = Stream.of(
                "Range: lines=0-1",
                "Range: BYTES=0-1",
                "If-Modified-Since: " + DATE,
                "If-Modified-Since: Thu, 29 Feb 2024 12:34:57 GMT",
                "If-Modified-Since: Thursday, 29-Feb-24 12:34:56 GMT",
                "If-Modified-Since: Thu Feb 29 12:34:56 2024",
                "If-Modified-Since: yesterday",
                "If-Unmodified-Since: " + DATE,
                "If-Unmodified-Since: Thu, 29 Feb 2024 12:34:55 GMT",
                "If-Unmodified-Since: x",
                "If-Match: *",
                "If-Match: \"x\"",
                "If-Match: W/" + ETAG,
                "If-Match: \"x\", " + ETAG,
                "If-None-Match: " + ETAG,
                "If-None-Match: W/" + ETAG,
                "If-None-Match: \"x\"",
                "If-None-Match: \"x\" ,\t" + ETAG + " , \"y\"",
                "If-None-Match: " + ETAG + "x",
                "If-None-Match: *",
                "If-None-Match: \"x\"|If-Modified-Since: " + DATE,
                "If-None-Match: " + ETAG + "|If-Modified-Since: " + DATE,
                "Range: bytes=1-2|If-Range: " + ETAG,
                "Range: bytes=1-2|If-Range: \"x\"",
                "Range: bytes=1-2|If-Range: " + DATE,
                "Range: bytes=1-2|If-Range: x",
                "Range: bytes=1-2|If-None-Match: " + ETAG,
                "If-Match: *|If-Match: *",
                "Range: bytes=1-2|Range: bytes=3-4");
        Stream<String> others = Stream.of(
                "GET /nothing|Range: bytes=0-",
                "GET /nothing|Range: bytes=1-",
                "GET /nothing|Range: bytes=-1",
                "HEAD /ten|Range: bytes=1-2",
                "HEAD /ten|Range: bytes=1-2,4-5",
                "GET /typed/ten|Range: bytes=1-2,4-5",
                "GET /typed/ten|If-None-Match: *",
                "GET /typed/ten|If-Match: " + ETAG,
                "GET /none|If-Match: \"x\"",
                "HEAD /ten|If-None-Match: *",
                "GET /none|If-Match: *|If-Match: *");
        return Stream.of(paths, methods, ranges, conditions.map(field -> "GET /ten|" + field), others)
                .flatMap(all -> all)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void itIsAnsweredAsByNginx(String request) throws IOException {
        assertThat(own(request)).isEqualTo(nginxs(request));
    }

    /** Status, fields that matter, and the body of what is no error. */
    private String nginxs(String request) throws IOException {
        String[] lines = request.split("\\|", -1);
        StringBuilder head = new StringBuilder(lines[0] + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n");
        for (int i = 1; i < lines.length; i++) {
            head.append(lines[i]).append("\r\n");
        }
        try (RawClient client = RawClient.connect(nginx.address())) {
            client.send(head.append("\r\n").toString());
            String text = new String(client.readToEnd(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            int status = Integer.parseInt(text.substring(9, 12));
            boolean page = status == 301 || status >= 400;
            String fields = text.substring(text.indexOf("\r\n") + 2, end + 2)
                    .replaceAll("(Server|Date|Connection): [^\r]*\r\n", "")
                    .replaceAll(page ? "Content-(Type|Length): [^\r]*\r\n" : "^$", "")
                    .replace("http://h:" + nginx.address().getPort(), "");
            return alike(status + "\n" + fields + "\n" + (page ? "" : text.substring(end + 4)));
        }
    }

    private String own(String request) throws IOException {
        String[] lines = request.split("\\|", -1);
        String method = lines[0].substring(0, lines[0].indexOf(' '));
        FakeExchange exchange = FakeExchange.get(lines[0].substring(lines[0].indexOf(' ') + 1));
        for (int i = 1; i < lines.length; i++) {
            exchange.requestHeader(
                    lines[i].substring(0, lines[i].indexOf(':')),
                    lines[i].substring(lines[i].indexOf(':') + 1).strip());
        }
        String target = exchange.requestUri();
        int mark = target.indexOf('?');
        String path = decoded(mark < 0 ? target : target.substring(0, mark));
        return alike(shown(method, path, mark < 0 ? null : target.substring(mark + 1), exchange));
    }

    private String shown(String method, String path, String query, FakeExchange exchange) throws IOException {
        exchange.path(path);
        Answer answer = route(path).answer(method, path, query, exchange.requestHeaders(), exchange);
        if (answer instanceof Answer.Inside inside) {
            return shown(method, inside.path(), inside.query(), exchange);
        } else if (answer instanceof Answer.Moved moved) {
            return "301\nLocation: " + Rewrite.whole(moved.path(), moved.query()) + "\r\n\n";
        } else if (answer instanceof Answer.Refused refused) {
            return refused.status() + "\n" + text(refused.fields()) + "\n";
        }
        Answer.Found found = (Answer.Found) answer;
        return found.status() + "\n" + text(found.fields()) + "\n" + body(found.body());
    }

    private StaticFiles route(String path) {
        for (int i = 1; i < ROUTES.size(); i++) {
            if (path.startsWith("/re/")) {
                return served.get(0);
            } else if (path.startsWith(ROUTES.get(i)[0])) {
                return served.get(i);
            }
        }
        throw new AssertionError(path);
    }

    private static String decoded(String path) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            boolean escaped = path.charAt(i) == '%';
            out.append(escaped ? (char) Integer.parseInt(path, i + 1, i + 3, 16) : path.charAt(i));
            i += escaped ? 2 : 0;
        }
        return out.toString();
    }

    private static String text(io.sluice.server.http.Fields fields) {
        ByteBuffer out = ByteBuffer.allocate(fields.encodedLength());
        fields.writeTo(out);
        return new String(out.array(), StandardCharsets.ISO_8859_1);
    }

    private static String body(FileBody body) throws IOException {
        if (body == null) {
            return "";
        }
        try (body) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer some = ByteBuffer.allocate(7);
            while (body.read(some) >= 0) {
                all.write(some.array(), 0, some.position());
                some.clear();
            }
            assertThat(all.size()).isEqualTo((int) body.length());
            return all.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** Boundaries differ but for their length. */
    private static String alike(String text) {
        return text.replaceAll("\\d{20}", "BOUNDARY");
    }
}
