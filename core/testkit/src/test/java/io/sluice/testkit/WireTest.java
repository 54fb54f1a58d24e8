package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client, the back end and what they read, with nothing between them. */
class WireTest {
    @Test
    void requestsSentTogetherAreAnsweredInTurn() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.answering(HttpMessage::target));
                RawClient client = RawClient.connect(backend.address())) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readResponse("GET").bodyText()).isEqualTo("/1");
            assertThat(client.readResponse("GET").bodyText()).isEqualTo("/2");
            assertThat(backend.connections()).isEqualTo(1);
            assertThat(backend.requests()).extracting(HttpMessage::target).containsExactly("/1", "/2");
        }
    }

    @Test
    void chunksAndTrailersAreReadAndTheirBytesKept() throws Exception {
        String body = Scripts.chunked(new String[] {"abc", "defghijklmnopqrstuv"}, "X-Sum: 1");
        String raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.answeringExactly(raw));
                RawClient client = RawClient.connect(backend.address())) {
            HttpMessage answer = client.get("/");
            assertThat(answer.bodyText()).isEqualTo("abcdefghijklmnopqrstuv");
            assertThat(answer.trailers()).containsExactly("X-Sum: 1");
            assertThat(answer.rawHead() + answer.rawBody()).isEqualTo(raw);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 204 No Content", "HTTP/1.1 304 Not Modified", "HTTP/1.1 103 Early Hints"})
    void theseStatusesHaveNoBody(String statusLine) throws Exception {
        String raw = statusLine + "\r\nContent-Length: 5\r\n\r\n";
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.answeringExactly(raw + raw));
                RawClient client = RawClient.connect(backend.address())) {
            assertThat(client.get("/").rawHead()).isEqualTo(raw);
            assertThat(client.readResponse("GET").rawHead()).isEqualTo(raw);
        }
    }

    @Test
    void aBodyWithoutLengthEndsWithTheConnection() throws Exception {
        try (ScriptedBackend backend =
                        ScriptedBackend.start(Scripts.sendingThenClosing("HTTP/1.1 200 OK\r\n\r\nall of it"));
                RawClient client = RawClient.connect(backend.address())) {
            assertThat(client.get("/").bodyText()).isEqualTo("all of it");
            assertThat(client.end()).isEqualTo(Wire.End.FIN);
        }
    }

    @Test
    void aResetIsToldFromAnEndInOrder() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
                    connection.readHead();
                    connection.send("part");
                    connection.await(arrived);
                    connection.reset();
                });
                RawClient client = RawClient.connect(backend.address())) {
            client.sendHead("GET / HTTP/1.1");
            assertThat(client.readExactly(4))
                    .asString(StandardCharsets.ISO_8859_1)
                    .isEqualTo("part");
            arrived.countDown();
            assertThat(client.awaitEnd()).isEqualTo(Wire.End.RESET);
        }
    }

    @Test
    void aHalfClosedClientIsStillAnswered() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(connection ->
                        connection.ok("got " + new String(connection.readToEnd(), StandardCharsets.ISO_8859_1)));
                RawClient client = RawClient.connect(backend.address())) {
            client.send("all");
            client.shutdownOutput();
            assertThat(client.readResponse("GET").bodyText()).isEqualTo("got all");
        }
    }

    @Test
    void silenceFailsTheTestAtTheDeadline() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.silent());
                RawClient client = RawClient.connect(backend.address(), Duration.ofMillis(50))) {
            assertThatThrownBy(() -> client.get("/"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("PT0.05S");
        }
    }

    @Test
    void aPeerThatTakesNothingEndsASendAtTheDeadline() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> connection.await(over));
                RawClient client = RawClient.connect(backend.address(), Duration.ofMillis(200))) {
            assertThatThrownBy(() -> client.send(new byte[64 << 20])).isInstanceOf(IOException.class);
            over.countDown();
        }
    }

    @Test
    void aFailedScriptFailsTheTest() throws Exception {
        ScriptedBackend backend = ScriptedBackend.start(connection -> {
            throw new IllegalStateException("script");
        });
        try (RawClient client = RawClient.connect(backend.address())) {
            client.readToEnd();
        }
        assertThatThrownBy(backend::close).isInstanceOf(AssertionError.class).hasRootCauseMessage("script");
    }

    @Test
    void aFullBacklogNeitherTakesNorRefusesAConnection() throws Exception {
        try (FullBacklog full = new FullBacklog();
                Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(full.address(), 300)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aRealNginxAnswers(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        try (Nginx nginx = Nginx.start(
                        folder, port -> "server { listen 127.0.0.1:" + port + "; location / { return 200 hello; } }");
                RawClient client = RawClient.connect(nginx.address())) {
            assertThat(client.get("/").bodyText()).isEqualTo("hello");
        }
    }
}
