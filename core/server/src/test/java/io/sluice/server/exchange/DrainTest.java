package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.observe.Metric;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.Wire;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that stops while it has tunnels. */
class DrainTest {
    private static final String SETTINGS = """
            shutdown-timeout = 20s
            drain { window = 100ms, stop-reason = "see you", retry-after = 7s }
            upstreams { app { servers = ["%s"] } }
            hosts { site { routes = [
              { path = "/", upstream = app }
              { path = "/blind", upstream = app, frames = off }
            ] } }
            """;

    @TempDir
    Path folder;

    @Test
    void bothSidesOfATunnelAreSentCloseAndTheServerEndsWhenTheyHaveAnswered() throws Exception {
        CompletableFuture<WebSocketFrame> atEndpoint = new CompletableFuture<>();
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
                    WebSocketPeer peer = connection.acceptWebSocket();
                    WebSocketFrame close = peer.readFrame();
                    atEndpoint.complete(close);
                    peer.sendClose(1012, "");
                });
                Proxy proxy = proxy(backend);
                WebSocketPeer tunnel = WebSocketClient.open(proxy.address(), "/chat")) {
            CompletableFuture<Void> stopped = stop(proxy);
            WebSocketFrame close = tunnel.readFrame();
            assertThat(close.closeCode()).isEqualTo(1012);
            assertThat(close.closeReason()).isEqualTo("see you");
            tunnel.sendClose(1012, "");
            assertThat(tunnel.wire().awaitEnd()).isEqualTo(Wire.End.FIN);
            WebSocketFrame forwarded = atEndpoint.get(20, TimeUnit.SECONDS);
            assertThat(forwarded.closeCode()).isEqualTo(1012);
            assertThat(forwarded.closeReason()).isEqualTo("see you");
            tunnel.close();
            stopped.get(15, TimeUnit.SECONDS);
            assertThat(proxy.line("/chat").outcome()).isEqualTo("tunnel-drained");
        }
    }

    @Test
    void anUpgradeOnAConnectionThatWasThereBeforeIsRefused() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
                    HttpMessage request = connection.readRequest();
                    if (request != null && request.target().equals("/late")) {
                        connection.await(answer);
                        connection.acceptWebSocket(request, new byte[0]);
                    }
                });
                Proxy proxy = proxy(backend);
                RawClient late = proxy.client();
                RawClient half = proxy.client()) {
            late.send(WebSocketClient.request("/late", WebSocketClient.newKey()));
            backend.nextRequest();
            String request = WebSocketClient.request("/new", WebSocketClient.newKey());
            half.send(request.substring(0, 10));
            Eventually.until("it is read", () -> proxy.metric(Metric.CONNECTIONS_READING) == 1);
            CompletableFuture<Void> stopped = stop(proxy);
            awaitRefusal(proxy);
            half.send(request.substring(10));
            refused(half);
            answer.countDown();
            refused(late);
            stopped.get(15, TimeUnit.SECONDS);
            assertThat(proxy.line("/late").outcome()).isEqualTo("shutting-down");
            assertThat(proxy.line("/new").outcome()).isEqualTo("shutting-down");
        }
    }

    @Test
    void aTunnelWithoutFramesIsSentFin() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo());
                Proxy proxy = proxy(backend);
                WebSocketPeer tunnel = WebSocketClient.open(proxy.address(), "/blind")) {
            tunnel.text("before");
            assertThat(tunnel.readMessage().text()).isEqualTo("before");
            CompletableFuture<Void> stopped = stop(proxy);
            assertThat(tunnel.wire().readToEnd()).isEmpty();
            assertThat(tunnel.wire().end()).isEqualTo(Wire.End.FIN);
            tunnel.close();
            stopped.get(15, TimeUnit.SECONDS);
            assertThat(proxy.line("/blind").outcome()).isEqualTo("tunnel-drained");
        }
    }

    private Proxy proxy(ScriptedBackend backend) throws Exception {
        return new Proxy(folder, SETTINGS.formatted(backend.hostPort()), null);
    }

    private static CompletableFuture<Void> stop(Proxy proxy) {
        return CompletableFuture.runAsync(proxy::close, task -> new Thread(task).start());
    }

    private static void awaitRefusal(Proxy proxy) {
        var address = proxy.address();
        Eventually.until("no connection is taken", () -> {
            try (RawClient client = RawClient.connect(address)) {
                return false;
            } catch (ConnectException e) {
                return true;
            }
        });
    }

    private static void refused(RawClient client) throws Exception {
        HttpMessage answer = client.readResponse("GET");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("7");
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
    }
}
