package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.headers.HeaderPolicy;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps have the values that nginx's have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MapBesideNginxTest {
    private static final String NGINX = """
            map $http_upgrade $connection_upgrade { default upgrade; '' close; }
            map $http_upgrade $connection_keep { default upgrade; '' ''; }
            map $arg_k $plain {
              gold fast; "two words" both; ~^SIL(?<ver>.*) "silver $ver"; ~*^sil(.*)$ "any $1"; ~a "has an a";
              \\default "the word"; größe umlaut;
            }
            map $arg_h $host_of {
              hostnames; default none; example.com exact; *.example.com below; .example.org both; www.example.* tail;
              *.deep.example.com deeper; ~^x expression;
            }
            map $arg_k$arg_h $joined { default "$arg_k-$arg_h $plain"; ab "from two"; }
            map $plain $chained { fast "very fast"; default "not fast"; }
            map $kept $first { default "first: $kept"; }
            map $kept $each { volatile; default "each: $kept"; }
            server { listen 127.0.0.1:PORT;
              location / { return 200
                "$connection_upgrade|$connection_keep|$plain|$host_of|$joined|$chained"; }
              location /kept { set $kept one; set $x "$first, $each"; set $kept two; return 200 "$x, $first, $each"; }
            }
            """;

    private static final String SLUICE = """
            maps {
              connection_upgrade { of = "$http_upgrade", values { default = upgrade, "" = close } }
              connection_keep { of = "$http_upgrade", values { default = upgrade, "" = "" } }
              plain { of = "$arg_k", values {
                gold = fast, "two words" = both
                "~^SIL(?<ver>.*)" = "silver $ver"
                "~*^sil(.*)$" = "any $1"
                "~a" = "has an a"
                "\\\\default" = "the word", "größe" = umlaut
              } }
              host_of { of = "$arg_h", hostnames = on, values {
                default = none, "example.com" = exact, "*.example.com" = below, ".example.org" = both
                "www.example.*" = tail, "*.deep.example.com" = deeper, "~^x" = expression
              } }
              joined { of = "$arg_k$arg_h", values { default = "$arg_k-$arg_h $plain", ab = "from two" } }
              chained { of = "$plain", values { fast = "very fast", default = "not fast" } }
              first { of = "$kept", values { default = "first: $kept" } }
              each { of = "$kept", volatile = on, values { default = "each: $kept" } }
            }
            hosts { site { routes = [
              { path = "/", return { status = 200
                body = "$connection_upgrade|$connection_keep|$plain|$host_of|$joined|$chained" } }
              { path = "/kept", steps = [ { set { kept = one } }, { set { x = "$first, $each" } }, { set { kept = two } } ]
                return { status = 200, body = "$x, $first, $each" } }
            ] } }
            """;

    private Nginx nginx;
    private Proxy sluice;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        nginx = Nginx.start(
                Files.createDirectory(folder.resolve("nginx")), port -> NGINX.replace("PORT", Integer.toString(port)));
        sluice = new Proxy(folder, SLUICE, new HeaderPolicy() {});
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
                "/",
                "/?k=gold",
                "/?k=GOLD",
                "/?k=SILVER",
                "/?k=silver",
                "/?k=banana",
                "/?k=default",
                "/?k=%67old",
                "/?k=gr\u00c3\u00b6\u00c3\u009fe",
                "/?h=example.com",
                "/?h=EXAMPLE.com.",
                "/?h=a.example.com",
                "/?h=a.b.example.com",
                "/?h=a.deep.example.com",
                "/?h=deep.example.com",
                "/?h=example.org",
                "/?h=a.example.org",
                "/?h=www.example.net",
                "/?h=www.example.co.uk",
                "/?h=xyz",
                "/?h=.example.com",
                "/?k=a&h=b",
                "/kept",
            })
    void aMapHasTheValueOfNginx(String target) throws IOException {
        assertThat(body(sluice.address(), target)).isEqualTo(body(nginx.address(), target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "h2c"})
    void theMapOfNginxManualReplacesTheVariableOfOurs(String upgrade) throws IOException {
        assertThat(body(sluice.address(), "/ HTTP/1.1\r\nUpgrade: " + upgrade + "\r\nX:"))
                .isEqualTo(body(nginx.address(), "/ HTTP/1.1\r\nUpgrade: " + upgrade + "\r\nX:"))
                .startsWith("upgrade|upgrade|");
    }

    private static String body(InetSocketAddress server, String target) throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send("GET " + target + " HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n\r\n");
            HttpMessage answer = client.readResponse("GET");
            return answer.bodyText();
        }
    }
}
