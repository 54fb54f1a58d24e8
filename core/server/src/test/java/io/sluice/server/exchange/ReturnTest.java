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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route that answers by itself writes what nginx's return writes, byte for byte but for the server's own name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReturnTest {
    private static final String NGINX = """
            server_tokens off;
            server { listen 127.0.0.1:PORT; server_name site.example; default_type text/plain;
              location = /moved { return 301 https://$host$request_uri; }
              location = /found { return https://$host$uri; }
              location = /here { return 307 /other?$args; }
              location = /text { return 200 "$request_method $arg_a\\n"; }
              location = /json { default_type application/json; return 200 "{}"; }
              location = /empty { return 200; }
              location = /created { return 201; }
              location = /none { return 204; }
              location = /same { return 304; }
              location = /words { return 403 "go away"; }
              location = /404 { return 404; }
              location = /400 { return 400; }
              location = /500 { return 500; }
              location = /503 { return 503; }
              location = /418 { return 418; }
              location = /599 { return 599; }
              location = /close { return 444; }
            }
            """;

    private static final String SLUICE = """
            listeners.web.server-tokens = off
            hosts { site { names = ["site.example"], routes = [
              { path = "= /moved", return { status = 301, location = "https://$host$request_uri" } }
              { path = "= /found", return { location = "https://$host$uri" } }
              { path = "= /here", return { status = 307, location = "/other?$args" } }
              { path = "= /text", return { status = 200, body = "$request_method $arg_a\\n" } }
              { path = "= /json", return { status = 200, body = "{}", content-type = "application/json" } }
              { path = "= /empty", return = 200 }
              { path = "= /created", return = 201 }
              { path = "= /none", return = 204 }
              { path = "= /same", return = 304 }
              { path = "= /words", return { status = 403, body = "go away" } }
              { path = "= /404", return = 404 }
              { path = "= /400", return = 400 }
              { path = "= /500", return = 500 }
              { path = "= /503", return = 503 }
              { path = "= /418", return = 418 }
              { path = "= /599", return = 599 }
              { path = "= /close", return = 444 }
              { path = "/to", return { status = 302, location = "https://$host$uri" } }
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
                "GET /moved?a=b HTTP/1.1",
                "HEAD /moved?a=b HTTP/1.1",
                "GET /found HTTP/1.1",
                "GET /here?a=b HTTP/1.1",
                "GET /text?a=b HTTP/1.1",
                "HEAD /text?a=b HTTP/1.1",
                "GET /json HTTP/1.1",
                "GET /empty HTTP/1.1",
                "GET /created HTTP/1.1",
                "GET /none HTTP/1.1",
                "GET /same HTTP/1.1",
                "GET /words HTTP/1.1",
                "GET /404 HTTP/1.1",
                "GET /404 HTTP/1.0",
                "GET /400 HTTP/1.1",
                "GET /500 HTTP/1.1",
                "GET /503 HTTP/1.1",
                "GET /418 HTTP/1.1",
                "GET /599 HTTP/1.1",
                "GET /close HTTP/1.1",
            })
    void itAnswersAsNginx(String requestLine) throws IOException {
        assertThat(answers(sluice.address(), requestLine)).isEqualTo(answers(nginx.address(), requestLine));
    }

    @Test
    void aLocationHasNoLineEndsOfTheClient() throws IOException {
        assertThat(answers(sluice.address(), "GET /to%0d%0aSet-Cookie:x HTTP/1.1"))
                .contains("Location: https://site.example/to%0D%0ASet-Cookie:x\r\n")
                .doesNotContain("\r\nSet-Cookie");
    }

    /** The answers to the request twice on one connection, the second to be the last, without what must differ. */
    private static String answers(InetSocketAddress server, String requestLine) throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            String request = requestLine + "\r\nHost: site.example\r\n";
            client.send(request + "\r\n" + request + "Connection: close\r\n\r\n");
            return new String(client.readToEnd(), StandardCharsets.ISO_8859_1)
                    .replaceAll("Date: [^\r]*", "Date: now")
                    .replaceAll("Content-Length: \\d{3}", "Content-Length: of a page")
                    .replace("sluice", "nginx")
                    .replace(":" + server.getPort(), ":port");
        }
    }
}
