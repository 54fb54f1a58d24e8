package io.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.config.AdminTokenReader;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The admin listener of a server in this process, with a back end that echoes WebSockets. */
class AdminSiteTest extends AdminServer {
    // ---- what every answer has, and what no request gets

    @ParameterizedTest
    @CsvSource({
        "POST, /page, '', 405, 'GET, HEAD'",
        "OPTIONS, /page, 'Access-Control-Request-Method: POST', 405, 'GET, HEAD'",
        "GET, /connections/close, '', 405, POST",
        "GET, /connections/1/close, '', 405, POST",
        "DELETE, /connections, '', 405, 'GET, HEAD'",
        "GET, /nothing, '', 404,",
        "GET, /connections/x, '', 404,",
        "POST, /connections/close?all=true, '', 403,",
        "POST, /connections/close?all=true, 'Content-Type: text/plain', 403,",
        "POST, /connections/close?all=true, 'Origin: https://evil.example', 403,",
        "GET, /page, 'Origin: https://evil.example', 403,",
        "GET, /page, 'Sec-Fetch-Site: cross-site', 403,"
    })
    void aWebPageGetsNothing(String method, String target, String field, int status, String allow) throws IOException {
        tunnel("web", "/ws/a");
        HttpMessage answer = field.isEmpty() ? ask(method, target) : ask(method, target, field);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Allow")).isEqualTo(allow);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(answer.rawHead()).doesNotContain("Access-Control-Allow");
        assertThat(list("?kind=tunnel").getInt("matching")).as("still open").isEqualTo(1);
    }

    @Test
    void aNameThatWasMadeToLeadHereReadsNothing() throws IOException {
        try (RawClient client = RawClient.connect(address("admin"))) {
            assertThat(client.request("GET", "/page", "Host: evil.example").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void whereThereAreTokensCommandsNeedOneAndReadsDoIfSaid() throws Exception {
        server.close();
        String sha = HexFormat.of().formatHex(AdminTokenReader.digest(TOKEN));
        server = start("token-for-reads = on, tokens = [{ name = ops, sha256 = " + sha + ", rights = [read, write] }]");

        HttpMessage none = ask("GET", "/page");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("WWW-Authenticate")).startsWith("Basic ").contains("Bearer ");
        assertThat(ask("GET", "/page", "Authorization: Bearer " + TOKEN).status())
                .isEqualTo(200);
        assertThat(command("/connections/close?all=true").status()).isEqualTo(401);
        assertThat(ask("POST", "/connections/close?all=true", "Authorization: Bearer " + TOKEN, "X-Sluice-Command: 1")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whereNothingIsThePathsThatThereAreAreNamed() throws IOException {
        assertThat(ask("GET", "/metrics").bodyText())
                .contains(
                        "/connections, /page, /plugins, /reload, /upstreams/<upstream>/<endpoint>",
                        "sluice.admin.status");
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Length: 99999999999', 413",
        "'Content-Length: 65537', 413",
        "'Transfer-Encoding: chunked', 400"
    })
    void aCommandWithALargeOrEndlessBodyIsNotObeyed(String field, int status) throws IOException {
        tunnel("web", "/ws/1");
        assertThat(ask("POST", "/connections/close?all=true", "X-Sluice-Command: 1", field)
                        .status())
                .isEqualTo(status);
        assertThat(list("?kind=tunnel").getInt("matching")).isEqualTo(1);
    }

    // ---- while the server ends

    @Test
    void whileTunnelsEndTheListenerShowsThemAndRefusesReloads() throws Exception {
        WebSocketPeer tunnel = tunnel("web", "/ws/1");
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close, task -> new Thread(task).start());
        assertThat(tunnel.readFrame().closeCode()).isEqualTo(1012);

        assertThat(ask("GET", "/page").status()).isEqualTo(200);
        assertThat(clients("?kind=tunnel")).containsExactly(local(tunnel));
        HttpMessage reload = command("/reload");
        assertThat(reload.status()).isEqualTo(503);
        assertThat(reload.bodyText()).contains("the server is ending: nothing is read again");
        tunnel.sendClose(1012, "");
        stopped.get(15, TimeUnit.SECONDS);
        assertThatThrownBy(() -> RawClient.connect(address("admin"))).isInstanceOf(ConnectException.class);
    }

    // ---- pages that go on

    @Test
    void aPageGoesOnUntilTheClientLeaves() throws IOException {
        RawClient client = events();
        assertThat(text(client, "data: begin\n\n"))
                .contains("Content-Type: text/event-stream")
                .doesNotContain("Length");
        assertThat(text(client, "\n\n")).isEqualTo("data: 1 of admin-streams\n\n");
        assertThat(text(client, "\n\n")).isEqualTo("data: 2 of admin-streams\n\n");
        client.close();
        Eventually.until("its end is told", () -> pages.ended.get() == 1);
        assertThat(ask("GET", "/page").bodyText()).isEqualTo("<p>0");
    }

    @Test
    void aPageThatGoesOnDoesNotHoldUpTheServersEnd() throws IOException {
        RawClient client = events();
        text(client, "data: begin\n\n");
        long began = System.nanoTime();
        server.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        client.readToEnd();
        client.close();
        Eventually.until("its end is told", () -> pages.ended.get() == 1);
    }

    @Test
    void soManyMayBeOpenAndNoMore() throws IOException {
        List<RawClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < Streams.MOST; i++) {
                open.add(events());
                text(open.get(i), "data: begin\n\n");
            }
            assertThat(ask("GET", "/page/events").status()).isEqualTo(503);
            open.get(0).close();
            Eventually.until("there is a place again", () -> pages.ended.get() == 2);
            open.add(events());
            assertThat(text(open.get(open.size() - 1), "data: begin\n\n")).startsWith("HTTP/1.1 200 ");
        } finally {
            open.forEach(RawClient::close);
        }
    }

    private RawClient events() throws IOException {
        RawClient client = RawClient.connect(address("admin"));
        client.send("GET /page/events HTTP/1.1\r\nHost: 127.0.0.1:"
                + address("admin").getPort() + "\r\n\r\n");
        return client;
    }

    private static String text(RawClient client, String through) throws IOException {
        return new String(client.readThrough(through), StandardCharsets.UTF_8);
    }
}
