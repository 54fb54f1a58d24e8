package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends of tunnels that nobody asked for: a process that stands still, a client that says nothing. Each is told by a Close. */
class SilentEndsTest {
    private static final String ENDED = "logs/ended.log";

    private EndpointProcess endpoint;
    private RunningSluice sluice;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        endpoint = EndpointProcess.start("a");
        sluice = RunningSluice.in(folder).start("""
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  admin { bind = "127.0.0.1:0" }
                  drain { deadline = 30s, echo-timeout = 1s }
                  access-log { file = "logs/ended.log", format { type = template, template = "$uri $ws_end $ws_closed_by $ws_close_code '$ws_close_reason'" } }
                  upstreams {
                    pool { servers = ["%1$s"] }
                    watched { servers = ["%1$s"], tunnels { on-removed = close } }
                  }
                  hosts { all { routes = [
                    { path = "/idle", upstream = pool, timeouts { read = 1500ms } }
                    { path = "/blind", upstream = pool, timeouts { read = 1500ms }, frames = off }
                    { path = "/removed", upstream = watched, timeouts { read = 1h } }
                    { path = "/endpoint", upstream = pool, timeouts { read = 1h }, ping { interval = 200ms, timeout = 500ms, to = upstream } }
                    { path = "/client", upstream = pool, timeouts { read = 1h }, ping { interval = 200ms, timeout = 1500ms } }
                  ] } }
                }
                """.formatted(endpoint.hostPort()));
    }

    @AfterEach
    void end() {
        if (sluice != null) {
            sluice.close();
        }
        endpoint.close();
    }

    @Test
    void aClientOfAnEndpointThatStandsStillIsToldAtOnceThatItsTunnelIsIdle() throws Exception {
        try (WebSocketPeer peer = echoing("/idle")) {
            endpoint.stop();
            expectClose(peer, "idle timeout");
            assertThat(logged("/idle")).isEqualTo("/idle tunnel-idle proxy 1001 'idle timeout'");
        } finally {
            endpoint.go();
        }
    }

    @Test
    void oneWithoutFramesIsSentFin() throws Exception {
        try (WebSocketPeer peer = echoing("/blind")) {
            assertThat(peer.wire().readToEnd()).isEmpty();
            assertThat(peer.wire().end()).isEqualTo(Wire.End.FIN);
            assertThat(logged("/blind")).isEqualTo("/blind tunnel-idle proxy - '-'");
        }
    }

    @Test
    void aMessageThatIsHalfThereHasTimeToItsEnd() throws Exception {
        try (WebSocketPeer peer = echoing("/idle")) {
            peer.wire().send(new byte[] {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 'h'});
            peer.wire().send(new byte[] {'e', 'l', 'l', 'o'}); // its end, while the tunnel waits for it
            assertThat(peer.readMessage().text()).isEqualTo("hello");
            expectClose(peer, "idle timeout");
        }
    }

    @Test
    void theFateCloseSendsCloseThoughTheEndpointStandsStill() throws Exception {
        try (WebSocketPeer peer = echoing("/removed")) {
            endpoint.stop();
            try {
                Command.Result down = Command.sluice(
                        sluice.home(),
                        "upstreams",
                        "--admin",
                        "127.0.0.1:" + sluice.port("admin"),
                        "down",
                        "watched",
                        endpoint.hostPort());
                assertThat(down.code()).as(down.toString()).isZero();
                expectClose(peer, "going away");
                assertThat(logged("/removed")).isEqualTo("/removed endpoint-gone proxy 1001 'going away'");
            } finally {
                endpoint.go();
            }
        }
    }

    @Test
    void anEndpointThatAnswersNoPingEndsTheTunnelAndTheClientIsTold() throws Exception {
        try (WebSocketPeer peer = echoing("/endpoint")) {
            endpoint.stop();
            expectClose(peer, "ping timeout");
            assertThat(logged("/endpoint")).isEqualTo("/endpoint ping-timeout proxy 1001 'ping timeout'");
        } finally {
            endpoint.go();
        }
    }

    @Test
    void aClientThatAnswersPingsKeepsItsTunnelAndTheEndpointSeesNoneOfIt() throws Exception {
        try (WebSocketPeer peer = echoing("/client")) {
            for (int i = 0; i < 5; i++) {
                WebSocketFrame ping = peer.readFrame();
                assertThat(ping.opcode()).isEqualTo(WebSocketFrame.PING);
                peer.frame(WebSocketFrame.of(WebSocketFrame.PONG, ping.payload()));
            }
            peer.text("still here");
            WebSocketFrame next = peer.readFrame();
            while (next.opcode() == WebSocketFrame.PING) {
                next = peer.readFrame();
            }
            assertThat(new String(next.payload(), StandardCharsets.UTF_8)).isEqualTo("still here");
            WebSocketFrame last = peer.readFrame();
            while (last.opcode() == WebSocketFrame.PING) {
                last = peer.readFrame(); // and gives no answer any more
            }
            assertThat(last.closeCode()).isEqualTo(1001);
            assertThat(last.closeReason()).isEqualTo("ping timeout");
        }
        assertThat(logged("/client")).isEqualTo("/client ping-timeout proxy 1001 'ping timeout'");
    }

    private WebSocketPeer echoing(String path) throws Exception {
        WebSocketPeer peer = WebSocketClient.open(sluice.address("web"), path);
        peer.text("hello");
        assertThat(peer.readMessage().text()).isEqualTo("hello");
        return peer;
    }

    private static void expectClose(WebSocketPeer peer, String reason) throws Exception {
        WebSocketFrame close = peer.readFrame();
        assertThat(close.opcode()).isEqualTo(WebSocketFrame.CLOSE);
        assertThat(close.closeCode()).isEqualTo(1001);
        assertThat(close.closeReason()).isEqualTo(reason);
        peer.sendClose(1001, "");
        assertThat(peer.wire().awaitEnd()).isEqualTo(Wire.End.FIN);
    }

    private String logged(String path) {
        return Eventually.value(
                        "a line of " + path,
                        () -> sluice.file(ENDED)
                                .lines()
                                .filter(line -> line.startsWith(path + " "))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
