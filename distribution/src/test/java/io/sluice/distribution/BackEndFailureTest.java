package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.FullBacklog;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client, the log and the metrics show when a back end fails. */
class BackEndFailureTest {
    private static final Map<String, String> ANSWERS = new ConcurrentHashMap<>();
    private static FullBacklog full;
    private static ScriptedBackend good;
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        full = new FullBacklog();
        good = ScriptedBackend.start(Scripts.mirroringHead());
        String down = "127.0.0.1:" + FreePort.next();
        stage = new Stage()
                .backend("back", BackEndFailureTest::answerAndClose)
                .backend("reset", connection -> {
                    connection.readHead();
                    connection.reset();
                })
                .backend("silent", Scripts.silent(), "timeouts { read = 500ms }")
                .backend("stalls", BackEndFailureTest::stall, "timeouts { read = 500ms }")
                .backend("waits", connection -> {
                    if (connection.readRequest() != null) {
                        connection.readToEnd();
                    }
                })
                .upstream("down", "servers = [\"" + down + "\"]", "")
                .upstream("full", "servers = [\"" + full.hostPort() + "\"]", "timeouts { connect = 500ms }")
                .upstream("second", "servers = [\"" + down + "\", \"" + good.hostPort() + "\"]", "")
                .upstream(
                        "backup",
                        "servers = [\"" + down + "\", { address = \"" + good.hostPort() + "\", backup = true }]",
                        "")
                .upstream("none", "servers = [{ address = \"" + good.hostPort() + "\", down = true }]", "")
                .start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        try (FullBacklog closed = full;
                ScriptedBackend alsoClosed = good) {
            stage.close();
        }
    }

    private static void answerAndClose(BackendConnection connection) throws Exception {
        HttpMessage request = connection.readHead();
        if (request != null) {
            connection.send(ANSWERS.getOrDefault(request.target(), ""));
        }
    }

    private static void stall(BackendConnection connection) throws Exception {
        if (connection.readRequest() != null) {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart");
            connection.readToEnd();
        }
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource({
        "down, 502, connect-failed",
        "full, 504, connect-timeout",
        "none, 502, no-endpoint",
        "back, 502, upstream-closed",
        "reset, 502, upstream-closed",
        "silent, 504, upstream-timeout"
    })
    void anEndpointThatGivesNoAnswerIsAnsweredFor(String route, int status, String kind) throws Exception {
        String target = "/" + route + "/no-answer";
        long before = stage.metric("sluice.failures." + kind);
        try (RawClient client = stage.client()) {
            HttpMessage got = client.get(target);
            assertThat(got.status()).isEqualTo(status);
            assertThat(got.bodyText()).contains("<title>" + status);
            assertThat(client.get("/second/next").status())
                    .as("the next request")
                    .isEqualTo(200);
        }
        assertThat(stage.logged(target)).returns(status, Stage.LogLine::status).returns(kind, Stage.LogLine::outcome);
        assertThat(stage.metric("sluice.failures." + kind)).isEqualTo(before + 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            part of a head       | upstream-closed | HTTP/1.1 200 OK\\r\\nContent-Le
            garbage              | bad-response    | \\x01\\x02\\x03 what is this\\r\\n\\r\\n
            an HTTP/2 frame      | bad-response    | \\x00\\x00\\x12\\x04\\x00\\x00\\x00\\x00\\x00\\r\\n\\r\\n
            a bare LF            | bad-response    | HTTP/1.1 200 OK\\nContent-Length: 0\\n\\n
            a folded line        | bad-response    | HTTP/1.1 200 OK\\r\\nX: a\\r\\n b\\r\\nContent-Length: 0\\r\\n\\r\\n
            no status            | bad-response    | HTTP/1.1 OK\\r\\n\\r\\n
            a status too large   | bad-response    | HTTP/1.1 1000 OK\\r\\n\\r\\n
            length and chunks    | bad-response    | HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n
            two lengths          | bad-response    | HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nContent-Length: 6\\r\\n\\r\\nhello
            a length with a sign | bad-response    | HTTP/1.1 200 OK\\r\\nContent-Length: +5\\r\\n\\r\\nhello
            a gzip coding        | bad-response    | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n
            NUL in a value       | bad-response    | HTTP/1.1 200 OK\\r\\nX: a\\x00b\\r\\nContent-Length: 0\\r\\n\\r\\n
            a 103 with a length  | bad-response    | HTTP/1.1 103 Early Hints\\r\\nContent-Length: 5\\r\\n\\r\\n
            an unasked upgrade   | bad-response    | HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n
            """)
    void aHeadThatBreaksTheRulesIsA502(String what, String kind, String raw) throws Exception {
        String target = "/back/" + what.replace(' ', '-');
        ANSWERS.put(target, Escapes.text(raw));
        try (RawClient client = stage.client()) {
            HttpMessage got = client.get(target);
            assertThat(got.status()).isEqualTo(502);
            assertThat(got.bodyText()).contains("<title>502").doesNotContain("what is this");
        }
        assertThat(stage.logged(target)).returns(502, Stage.LogLine::status).returns(kind, Stage.LogLine::outcome);
    }

    @Test
    void aHeadThatNeverEndsIsA502() throws Exception {
        ANSWERS.put("/back/endless", "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100_000));
        try (RawClient client = stage.client()) {
            assertThat(client.get("/back/endless").status()).isEqualTo(502);
        }
        assertThat(stage.logged("/back/endless").outcome()).isEqualTo("bad-response");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            length       | HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\npart
            chunk        | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n4\\r\\npart\\r\\n5\\r\\nx
            between      | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n4\\r\\npart\\r\\n
            bad-chunk    | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n4\\r\\npart\\r\\nzz\\r\\n
            """)
    void aBodyThatBreaksOffBreaksOffForTheClientToo(String what, String raw) throws Exception {
        String target = "/back/cut-" + what;
        ANSWERS.put(target, Escapes.text(raw));
        try (RawClient client = stage.client()) {
            client.sendRequest("GET", target);
            HttpMessage head = client.readHead();
            String rest = new String(client.readToEnd(), StandardCharsets.ISO_8859_1);
            assertThat(head.status()).isEqualTo(200);
            assertThat(rest).doesNotContain("0\r\n\r\n");
            if (!what.equals("bad-chunk")) {
                assertThat(rest).contains("part");
            }
        }
        assertThat(stage.logged(target))
                .returns(200, Stage.LogLine::status)
                .returns(what.equals("bad-chunk") ? "bad-response" : "upstream-truncated", Stage.LogLine::outcome);
    }

    @Test
    void aBodyThatStallsBreaksOffAtTheReadTimeout() throws Exception {
        try (RawClient client = stage.client()) {
            client.sendRequest("GET", "/stalls/body");
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readExactly(4))
                    .asString(StandardCharsets.ISO_8859_1)
                    .isEqualTo("part");
            client.awaitEnd();
        }
        assertThat(stage.logged("/stalls/body").outcome()).isEqualTo("upstream-timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"second", "backup"})
    void anEndpointThatRefusesIsPassedOverForTheNext(String route) throws Exception {
        try (RawClient client = stage.client()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/" + route + "/" + i).status()).isEqualTo(200);
            }
        }
        Eventually.until(
                "a line with both tries",
                () -> stage.log().stream()
                        .filter(line -> line.target().startsWith("/" + route + "/"))
                        .anyMatch(line -> line.tries().matches("127.0.0.1:\\d+=502,127.0.0.1:\\d+=200")));
    }

    @Test
    void aClientThatLeavesBeforeItIsAnsweredIsLoggedAs499() throws Exception {
        try (RawClient client = stage.client()) {
            client.sendRequest("GET", "/waits/for-ever");
            stage.backend("waits").nextRequest();
        }
        assertThat(stage.logged("/waits/for-ever"))
                .returns(499, Stage.LogLine::status)
                .returns("client-closed", Stage.LogLine::outcome);
        assertThat(stage.logged("/waits/for-ever").tries())
                .as("the status of a try that no answer came of, as nginx's $upstream_status")
                .endsWith("=0");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"down", "back"})
    void eachTryThatFailsIsToldOnce(String route) throws Exception {
        String target = "/" + route + "/told-once";
        try (RawClient client = stage.client()) {
            client.get(target);
        }
        stage.logged(target);
        Eventually.until("the failure is told", () -> stage.sluice().log().contains(target));
        letTheLogGetOn();
        assertThat(stage.sluice().log().lines().filter(line -> line.contains(target)))
                .hasSize(1);
    }

    /** A later line of the same log: what stands before it is complete. */
    private static void letTheLogGetOn() throws Exception {
        String target = "/nowhere/" + System.nanoTime();
        try (RawClient client = stage.client()) {
            assertThat(client.get(target).status()).isEqualTo(404);
        }
        Eventually.until("the log has got on", () -> stage.sluice().log().contains(target));
    }

    @Test
    void aClientThatIsResetBeforeItIsAnsweredEndsTheConnectionToTheBackEnd() throws Exception {
        try (RawClient client = stage.client()) {
            client.sendRequest("GET", "/waits/reset");
            stage.backend("waits").nextRequest();
            client.reset();
        }
        assertThat(stage.logged("/waits/reset").outcome()).isEqualTo("client-closed");
    }

    @Test
    void theServerStillServesAfterAllThis() throws Exception {
        try (RawClient client = stage.client()) {
            assertThat(client.get("/second/still").status()).isEqualTo(200);
            assertThat(client.end()).isNotEqualTo(Wire.End.RESET);
        }
        assertThat(stage.sluice().stderr()).doesNotContain("Exception");
    }
}
