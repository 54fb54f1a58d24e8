package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** conf/examples/logging.conf as it is shipped, but for its addresses: what its logs say of real tunnels. */
class TunnelLogTest {
    private static final String JSON = "logs/access.json";
    private static final String WORDS = "logs/sockets.log";

    @TempDir
    private Path folder;

    private DatagramSocket syslog;
    private RunningSluice sluice;

    @BeforeEach
    void listen() throws IOException {
        syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        syslog.setSoTimeout((int) Eventually.DEADLINE.toMillis());
    }

    @AfterEach
    void stop() {
        if (sluice != null) {
            sluice.close();
        }
        syslog.close();
    }

    private void start(ScriptedBackend backend, String idle) throws IOException {
        RunningSluice.Launch launch = RunningSluice.in(folder);
        String example = Files.readString(launch.home().resolve("conf/examples/logging.conf"));
        sluice = launch.start(example.replace("0.0.0.0:8080", "127.0.0.1:0")
                .replace("127.0.0.1:3000", backend.hostPort())
                .replace("127.0.0.1:514", "127.0.0.1:" + syslog.getLocalPort())
                .replace("read = 1h", "read = " + idle));
    }

    @Test
    void aCloseOfTheClientIsLoggedWithItsCodeAndReasonAndTheOpenBeforeIt() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo())) {
            start(backend, "1h");
            try (WebSocketPeer peer = WebSocketClient.open(sluice.address("web"), "/chat", "X-Tenant: \"a\\")) {
                assertThat(line(JSON, line -> line.contains("\"event\":\"open\"")))
                        .contains(
                                "\"uri\":\"/chat\"", "\"status\":101", "\"tenant\":\"\\\"a\\\\\"", "\"ws_bytes_in\":0")
                        .doesNotContain("ws_end", "ws_closed_by");
                peer.text("hello");
                assertThat(peer.readMessage().text()).isEqualTo("hello");
                peer.sendClose(4001, "tsch\u00fcss \"x\"");
                assertThat(peer.readFrame().opcode()).isEqualTo(WebSocketFrame.CLOSE);
            }
            assertThat(line(JSON, line -> line.contains("\"event\":\"close\"")))
                    .contains(
                            "\"ws_end\":\"client-close\"",
                            "\"ws_closed_by\":\"client\"",
                            "\"ws_close_code\":4001",
                            "\"ws_close_reason\":\"tsch\u00fcss \\\"x\\\"\"",
                            "\"ws_messages_in\":1",
                            "\"ws_messages_out\":1")
                    .containsPattern("\"ws_duration\":[0-9]+\\.[0-9]{3}")
                    .endsWith("}");
            assertThat(line(WORDS, line -> line.contains("/chat")))
                    .contains("close client-close by client, 4001 \"tsch\\xC3\\xBCss \\x22x\\x22\", messages 1/1, ");
            assertThat(lines(WORDS)).hasSize(1);
        }
    }

    @Test
    void aCloseOfTheBackEndIsLogged() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            peer.sendClose(1012, "restart");
            peer.readFrame();
        })) {
            start(backend, "1h");
            try (WebSocketPeer peer = WebSocketClient.open(sluice.address("web"), "/")) {
                WebSocketFrame close = peer.readFrame();
                peer.sendClose(close.closeCode(), "");
                peer.wire().awaitEnd();
            }
            assertThat(line(WORDS, line -> true))
                    .contains("close upstream-close by upstream, 1012 \"restart\", messages 0/0, ");
        }
    }

    @Test
    void theEndOfAnIdleTunnelIsLoggedAndGoesToSyslogAsAFailure() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo())) {
            start(backend, "300ms");
            try (WebSocketPeer peer = WebSocketClient.open(sluice.address("web"), "/")) {
                WebSocketFrame close = peer.readFrame();
                peer.sendClose(close.closeCode(), "");
                peer.wire().awaitEnd();
            }
            assertThat(line(WORDS, line -> true)).contains("close tunnel-idle by proxy, 1001 \"idle timeout\"");
            assertThat(line(JSON, line -> line.contains("\"event\":\"close\"")))
                    .contains(
                            "\"outcome\":\"tunnel-idle\"", "\"ws_end\":\"tunnel-idle\"", "\"ws_closed_by\":\"proxy\"");
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            syslog.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1))
                    // local0 is 16, warn is 4
                    .matches("<132>[A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} \\S+ sluice: "
                            + "127\\.0\\.0\\.1 - - \\[.*] \"GET / HTTP/1\\.1\" 101 .*");
        }
    }

    @Test
    void filesThatWereMovedAreOpenedAnewByReopenAndNoLineIsLost() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
            while (connection.readHead() != null) {
                connection.send("HTTP/1.1 204 No Content\r\n\r\n");
            }
        })) {
            start(backend, "1h");
            Path logs = sluice.home().resolve("logs");
            try (RawClient client = RawClient.connect(sluice.address("web"))) {
                for (int i = 0; i < 100; i++) {
                    assertThat(client.get("/" + i + "/").status()).isEqualTo(204);
                    if (i == 50) {
                        line(JSON, line -> line.contains("\"uri\":\"/50/\""));
                        Files.move(logs.resolve("access.json"), logs.resolve("access.json.1"));
                        Files.move(logs.resolve("sluice.log"), logs.resolve("sluice.log.1"));
                        Command.Result reopen = Command.sluice(
                                sluice.home(),
                                "reopen",
                                "--pid-file",
                                sluice.pidFile().toString());
                        assertThat(reopen.code()).as(reopen.toString()).isZero();
                        assertThat(reopen.stdout()).startsWith("sluice: the log files are opened anew: process ");
                        Eventually.until("the file is there again", () -> Files.exists(logs.resolve("access.json")));
                    }
                }
            }
            line(JSON, line -> line.contains("\"uri\":\"/99/\""));
            String all = sluice.file("logs/access.json.1") + sluice.file(JSON);
            assertThat(all).hasLineCount(100);
            for (int i = 0; i < 100; i++) {
                assertThat(all).containsOnlyOnce("\"uri\":\"/" + i + "/\"");
            }
            assertThat(sluice.file(JSON)).contains("\"uri\":\"/51/\"").doesNotContain("\"uri\":\"/50/\"");
            Eventually.until(
                    "the application's log goes on in the new file",
                    () -> sluice.log().contains("the log files were opened anew"));
        }
    }

    @Test
    void reopenWithoutAProcessFails() throws IOException {
        Command.Result reopen = Command.sluice(Tarball.unpack(folder), "reopen");
        assertThat(reopen.code()).isEqualTo(1);
        assertThat(reopen.stderr()).startsWith("sluice: not running (");
    }

    /** The line of a log that is asked for, when it is whole. */
    private String line(String file, Predicate<String> asked) {
        Eventually.until("the line is in " + file, () -> lines(file).stream().anyMatch(asked));
        return lines(file).stream().filter(asked).findFirst().orElseThrow();
    }

    private List<String> lines(String file) {
        String text = sluice.file(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }
}
