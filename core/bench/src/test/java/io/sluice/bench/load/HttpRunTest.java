package io.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpRunTest {
    @Test
    void requestsFollowEachOtherOnAConnectionThatStays() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.answering("hello"))) {
            Figures figures = Plans.http(backend).fields("X-Test: 1").go();
            assertThat(figures.errors()).isEmpty();
            assertThat(figures.messages()).isGreaterThan(2);
            assertThat(figures.bytesIn()).isEqualTo(5 * figures.messages());
            assertThat(figures.statuses()).containsOnlyKeys(200);
            assertThat(figures.statuses().get(200)).isEqualTo(figures.messages());
            assertThat(figures.opened()).isEqualTo(2);
            assertThat(backend.connections()).isEqualTo(2);
            HttpMessage request = backend.requests().get(0);
            assertThat(request.rawHead()).startsWith("GET /page HTTP/1.1\r\nHost: localhost:");
            assertThat(request.header("X-Test")).isEqualTo("1");
        }
    }

    @Test
    void aBodyIsSentWithItsLength() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.mirroringBody())) {
            Figures figures = Plans.http(backend).post("some text").goSteadily();
            assertThat(figures.errors()).isEmpty();
            assertThat(figures.bytesOut()).isEqualTo(9 * figures.sent());
            assertThat(backend.requests()).allSatisfy(request -> {
                assertThat(request.rawHead()).startsWith("POST ");
                assertThat(request.bodyText()).isEqualTo("some text");
            });
        }
    }

    @Test
    void whereTheServerEndsTheConnectionAfterEachAnswerThereIsNoError() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(
                Scripts.sendingThenClosing("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"))) {
            Figures figures = Plans.http(backend).goSteadily();
            assertThat(figures.errors()).isEmpty();
            assertThat(figures.messages()).isGreaterThan(2);
            assertThat(figures.reopened()).isPositive();
        }
    }

    @Test
    void anAnswerWithoutLengthEndsWithTheConnection() throws Exception {
        try (ScriptedBackend backend =
                ScriptedBackend.start(Scripts.sendingThenClosing("HTTP/1.1 200 OK\r\n\r\nall of it"))) {
            Figures figures = Plans.http(backend).goSteadily();
            assertThat(figures.errors()).isEmpty();
            assertThat(figures.messages()).isPositive();
            assertThat(figures.bytesIn()).isEqualTo(9 * figures.messages());
        }
    }

    @Test
    void aStatusFrom400OnIsAnErrorAndNoFastAnswer() throws Exception {
        try (ScriptedBackend backend =
                ScriptedBackend.start(Scripts.answeringExactly("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"))) {
            Figures figures = Plans.http(backend).goSteadily();
            assertThat(figures.messages()).isZero();
            assertThat(figures.succeeded()).isFalse();
            assertThat(figures.latency().getTotalCount()).isZero();
            assertThat(figures.errors()).containsOnlyKeys("status-503");
            assertThat(figures.statuses()).containsOnlyKeys(503);
            assertThat(figures.errors().get("status-503").count())
                    .isGreaterThanOrEqualTo(figures.statuses().get(503));
        }
    }

    @Test
    void aBodyThatBreaksOffIsAnError() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(
                Scripts.sendingThenClosing("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"))) {
            assertThat(Plans.http(backend).go().errors()).containsOnlyKeys("closed");
        }
    }

    @Test
    void handshakesAreOneRequestOnEachConnection() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(
                Scripts.sendingThenClosing("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"))) {
            Figures figures = Plans.http(backend).mode(Mode.HANDSHAKES).goSteadily();
            assertThat(figures.errors()).isEmpty();
            assertThat(figures.messages()).isPositive();
            assertThat(backend.requests().get(0).header("Connection")).isEqualTo("close");
            assertThat(backend.connections()).isGreaterThanOrEqualTo((int) figures.messages());
        }
    }
}
