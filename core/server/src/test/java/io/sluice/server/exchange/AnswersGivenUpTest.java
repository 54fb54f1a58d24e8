package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.headers.HeaderPolicy;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer that is given up for its status: nothing of it may be taken for the next endpoint's, who is on an idle connection. */
class AnswersGivenUpTest {
    private static final String SMUGGLED = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL";

    @TempDir
    private Path folder;

    private ScriptedBackend refusing;
    private ScriptedBackend serving;
    private Proxy proxy;

    @BeforeEach
    void start() throws Exception {
        refusing = ScriptedBackend.start(Scripts.answeringExactly(
                "HTTP/1.1 503 No\r\nContent-Length: " + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED));
        serving = ScriptedBackend.start(connection -> {
            HttpMessage request = connection.readRequest();
            while (request != null && request.header("Upgrade") == null) {
                connection.ok("served " + request.target());
                request = connection.readRequest();
            }
            if (request != null) {
                Scripts.echo(connection.acceptWebSocket(request, new byte[0]));
            }
        });
        proxy = new Proxy(folder, """
                upstreams { app {
                  keepalive = 8
                  servers = [{ address = "%s", max-fails = 0 }, "%s"] } }
                hosts { all { names = ["localhost"], routes = [{
                  path = "/", upstream = app, next-upstream { on = [error, http-503] } }] } }
                """.formatted(refusing.hostPort(), serving.hostPort()), new HeaderPolicy() {});
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        refusing.close();
        serving.close();
    }

    @Test
    void eachClientGetsItsOwnAnswer() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (RawClient client = proxy.client()) {
                HttpMessage answer = client.get("/" + i);
                assertThat(answer.status() + " " + answer.bodyText()).isEqualTo("200 served /" + i);
            }
        }
        assertThat(serving.connections()).isEqualTo(1);
    }

    @Test
    void aHandshakeGoesToTheNextOne() throws IOException {
        for (int i = 0; i < 5; i++) {
            try (RawClient client = proxy.client()) {
                client.get("/idle");
            }
            try (WebSocketPeer client = WebSocketClient.open(proxy.address(), "/" + i)) {
                client.text("hello");
                assertThat(client.readMessage().text()).isEqualTo("hello");
            }
        }
    }
}
