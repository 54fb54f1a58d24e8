package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.headers.HeaderPolicy;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of header fields, slashes in paths, redirects and what back ends redirect to are as with nginx, by either setting. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadsBesideNginxTest {
    private static final String BACK_END = """
            server { listen 127.0.0.1:PORT; absolute_redirect off;
              location / { return 200 "$request_uri|$http_a_b|$http_a_c|$http_plain\\n"; }
              location /to { add_header Refresh "5; URL=$arg_l" always; return 302 $arg_l; }
            }
            """;

    private static final String NGINX = """
            upstream back { server 127.0.0.1:BACK; }
            server { listen 127.0.0.1:PORT; server_name first.example;
              SETTINGS
              location / { proxy_pass http://back; }
              location //two { return 200 "two\\n"; }
              location /slash/ { proxy_pass http://back; }
              location /here { return 302 /there?$args; }
              location /b/ { proxy_pass http://back/;
                proxy_redirect http://$http_x/ /p/;
                proxy_redirect http://back/ /b/;
                proxy_redirect ~^http://(\\\\w+)\\\\.example(/.*)$ https://$1.example.org$2;
                proxy_redirect ~*^ftp: gone;
              }
            }
            """;

    private static final String SLUICE = """
            upstreams { back { servers = ["127.0.0.1:BACK"] } }
            defaults.route.host-header = back
            hosts { site { names = ["first.example"], SETTINGS
              routes = [
                { path = "/", upstream = back }
                { path = "/slash/", upstream = back }
                { path = "/here", return { location = "/there?$args" } }
                { path = "/b/", upstream = back, replace-prefix = "/", locations = [
                    { from = "http://$http_x/", to = "/p/" }
                    { from = "http://back/", to = "/b/" }
                    { from = "~^http://(\\\\w+)\\\\.example(/.*)$", to = "https://$1.example.org$2" }
                    { from = "~*^ftp:", to = "gone" }
                  ] }
              ]
            } }
            """;

    private Nginx backEnd;
    private Nginx[] nginx = new Nginx[2];
    private Proxy[] sluice = new Proxy[2];

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        backEnd = Nginx.start(
                Files.createDirectory(folder.resolve("back-end")),
                port -> BACK_END.replace("PORT", Integer.toString(port)));
        start(0, folder, "", "", "");
        start(
                1,
                folder,
                "underscores_in_headers on; merge_slashes off; port_in_redirect off; server_name_in_redirect on;",
                "listeners.web.underscores-in-headers = on, listeners.web.merge-slashes = off",
                "redirects { port = off, server-name = on }");
    }

    private void start(int index, Path folder, String theirs, String listener, String host) throws Exception {
        String back = Integer.toString(backEnd.address().getPort());
        nginx[index] = Nginx.start(
                Files.createDirectory(folder.resolve("nginx" + index)),
                port -> NGINX.replace("SETTINGS", theirs)
                        .replace("BACK", back)
                        .replace("PORT", Integer.toString(port))
                        .replace("\\\\", "\\"));
        sluice[index] = new Proxy(
                Files.createDirectory(folder.resolve("sluice" + index)),
                listener + "\n" + SLUICE.replace("SETTINGS", host).replace("BACK", back),
                new HeaderPolicy() {});
    }

    @AfterAll
    void stop() {
        for (int i = 0; i < sluice.length && sluice[i] != null; i++) {
            sluice[i].close();
            nginx[i].close();
        }
        if (backEnd != null) {
            backEnd.close();
        }
    }

    static Stream<String> requests() {
        return Stream.of(
                "/a//b/./c",
                "/%2f//",
                "/slash",
                "//slash",
                "//slash/",
                "/here?a=b",
                "/b/x",
                "/b/to?l=http://back/x/y",
                "/b/to?l=http://by.header/x",
                "/b/to?l=http://other.example/x",
                "/b/to?l=http://other.example",
                "/b/to?l=FTP:x",
                "/b/to?l=/relative",
                "/b/to?l=http://backend/x");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void byDefaultItIsAsWithNginx(String target) throws IOException {
        assertThat(answer(sluice[0].address(), target)).isEqualTo(answer(nginx[0].address(), target));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void withOtherSettingsItIsAsWithNginx(String target) throws IOException {
        assertThat(answer(sluice[1].address(), target)).isEqualTo(answer(nginx[1].address(), target));
    }

    private static String answer(InetSocketAddress server, String target) throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send("GET " + target + " HTTP/1.1\r\nHost: Asked.example\r\nConnection: close\r\n"
                    + "a_b: 1\r\na.c: 2\r\nPlain: 3\r\nX: by.header\r\n\r\n");
            String text = new String(client.readToEnd(), StandardCharsets.ISO_8859_1)
                    .replaceAll("(Server|Date): [^\r]*\r\n", "")
                    .replace(":" + server.getPort(), ":port")
                    .replaceAll("Content-Length: \\d{3}", "Content-Length: of a page")
                    .replaceAll("(sluice|nginx)/[0-9.]+", "server");
            int end = text.indexOf("\r\n\r\n");
            return text.substring(0, end).lines().sorted().toList() + "\n" + text.substring(end);
        }
    }
}
