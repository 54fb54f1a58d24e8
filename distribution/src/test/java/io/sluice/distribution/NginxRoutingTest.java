package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same hosts and routes in a real nginx and in Sluice: each request reaches the same back end with the same target. */
class NginxRoutingTest {
    private static final List<String> NAMES = List.of(
            "def", "exact", "star", "tail", "dot", "regex", "root", "eq", "pre", "longer", "first", "png", "jpg", "api",
            "one");
    private static final Map<String, ScriptedBackend> BACKENDS = new LinkedHashMap<>();
    private static Nginx nginx;
    private static RunningSluice sluice;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        for (String name : NAMES) {
            BACKENDS.put(name, ScriptedBackend.start(Scripts.answering(request -> name + " " + request.target())));
        }
        nginx = Nginx.start(
                Files.createDirectory(folder.resolve("nginx")),
                port -> fill(NGINX).replace("PORT", Integer.toString(port)));
        sluice = RunningSluice.in(folder).start(fill(SLUICE));
    }

    @AfterAll
    static void stop() throws Exception {
        try (Nginx stopped = nginx;
                RunningSluice alsoStopped = sluice) {
            for (ScriptedBackend backend : BACKENDS.values()) {
                backend.close();
            }
        }
    }

    private static final String NGINX = """
            server { listen 127.0.0.1:PORT default_server; server_name def.example;
              location / { proxy_pass http://{root}; }
              location = /exact { proxy_pass http://{eq}; }
              location /pre { proxy_pass http://{pre}; }
              location /pre/longer/ { proxy_pass http://{longer}; }
              location ^~ /first/ { proxy_pass http://{first}; }
              location ~ \\.png$ { proxy_pass http://{png}; }
              location ~* \\.(jpg|png)$ { proxy_pass http://{jpg}; }
              location /api/ { proxy_pass http://{api}/v2/; }
              location = /one { proxy_pass http://{one}/other; }
            }
            server { listen 127.0.0.1:PORT; server_name a.example; location / { proxy_pass http://{exact}; } }
            server { listen 127.0.0.1:PORT; server_name *.a.example; location / { proxy_pass http://{star}; } }
            server { listen 127.0.0.1:PORT; server_name www.*; location / { proxy_pass http://{tail}; } }
            server { listen 127.0.0.1:PORT; server_name .b.example; location / { proxy_pass http://{dot}; } }
            server { listen 127.0.0.1:PORT; server_name ~^chat[0-9]+\\.; location / { proxy_pass http://{regex}; } }
            """;

    private static final String SLUICE = """
            sluice {
              listeners { web { bind = "127.0.0.1:0" } }
              upstreams {
                {upstreams}
              }
              hosts {
                default {
                  default = on, names = ["def.example"]
                  routes = [
                    { path = "/", upstream = root }
                    { path = "= /exact", upstream = eq }
                    { path = "/pre", upstream = pre }
                    { path = "/pre/longer/", upstream = longer }
                    { path = "^~ /first/", upstream = first }
                    { path = "~ \\\\.png$", upstream = png }
                    { path = "~* \\\\.(jpg|png)$", upstream = jpg }
                    { path = "/api/", upstream = api, replace-prefix = "/v2/" }
                    { path = "= /one", upstream = one, replace-prefix = "/other" }
                  ]
                }
                exact { names = ["a.example"], routes = [{ path = "/", upstream = exact }] }
                star { names = ["*.a.example"], routes = [{ path = "/", upstream = star }] }
                tail { names = ["www.*"], routes = [{ path = "/", upstream = tail }] }
                dot { names = [".b.example"], routes = [{ path = "/", upstream = dot }] }
                regex { names = ["~^chat[0-9]+\\\\."], routes = [{ path = "/", upstream = regex }] }
              }
            }
            """;

    private static String fill(String text) {
        StringBuilder upstreams = new StringBuilder();
        String filled = text;
        for (Map.Entry<String, ScriptedBackend> entry : BACKENDS.entrySet()) {
            filled = filled.replace("{" + entry.getKey() + "}", entry.getValue().hostPort());
            upstreams.append("%s { servers = [\"%s\"] }%n"
                    .formatted(entry.getKey(), entry.getValue().hostPort()));
        }
        return filled.replace("{upstreams}", upstreams);
    }

    private static String answer(InetSocketAddress server, String host, String target) throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.sendHead("GET " + target + " HTTP/1.1", "Host: " + host, "Connection: close");
            HttpMessage got = client.readResponse("GET");
            return got.status() == 200 ? got.bodyText() : Integer.toString(got.status());
        }
    }

    private static void assertSameAsNginx(String host, String target) throws IOException {
        assertThat(answer(sluice.address("web"), host, target))
                .as("as nginx answers for " + host + target)
                .isEqualTo(answer(nginx.address(), host, target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.example",
                "A.EXAMPLE",
                "a.example:8080",
                "a.example.",
                "x.a.example",
                "x.y.a.example",
                "xa.example",
                "www.a.example",
                "www.example",
                "www.b.example",
                "www.",
                "b.example",
                "x.b.example",
                "xb.example",
                "chat1.example",
                "chat12.b.example",
                "chat1.a.example",
                "chat.example",
                "nowhere",
                "127.0.0.1",
                "127.0.0.1:80",
                "[::1]:80",
                "def.example"
            })
    void theSameHostServes(String host) throws IOException {
        assertSameAsNginx(host, "/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/x",
                "/exact",
                "/exact/",
                "/exact?q=1",
                "/exacts",
                "/pre",
                "/prefix",
                "/pre/",
                "/pre/longer",
                "/pre/longer/",
                "/pre/longer/x",
                "/pre/x.png",
                "/pre/longer/x.png",
                "/first/x.png",
                "/first",
                "/firstx.png",
                "/x.PNG",
                "/x.jpg",
                "/x.JPG",
                "/x.png/",
                "/x.png?y.jpg",
                "/x?y.png",
                "//exact",
                "/./exact",
                "/x/../exact",
                "/%65xact",
                "/%2Fexact",
                "/pre%2Flonger/x",
                "/pre//longer/x",
                "/x%2Epng",
                "/a%20b",
                "/a%3Fb",
                "/a;b=c",
                "/../x",
                "/x/../../y",
                "/%zz",
                "/%00",
                "/%",
                "/a+b",
                "/%7Euser",
                "/caf%C3%A9"
            })
    void theSameRouteServesWithTheSameTarget(String target) throws IOException {
        assertSameAsNginx("def.example", target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/",
                "/api/x",
                "/api/x?y=1&z=%20",
                "/api/?",
                "/api//x",
                "/api/./x",
                "/api/a/../b",
                "/api/a%20b",
                "/api/%7Euser",
                "/api/a%2Fb",
                "/api/a%3Fb",
                "/api/a%25b",
                "/api/caf%C3%A9",
                "/%61pi/x",
                "/api/a+b",
                "/api/a;b",
                "/api/a%22b",
                "/api/a%3Cb%3E",
                "/api/%23x",
                "/one",
                "/one?q=1",
                "/api/x%01y",
                "/api/a&b=c",
                "/api/a%7Cb"
            })
    void theReplacedPrefixGivesTheSameTarget(String target) throws IOException {
        assertSameAsNginx("def.example", target);
    }
}
