package io.sluice.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerReaderTest {
    private static byte[] bytes(String text) {
        return text.replace("\\r\\n", "\r\n").getBytes(ISO_8859_1);
    }

    private static List<String> answers(AnswerReader reader, List<ByteBuffer> pieces) throws WireException {
        List<String> all = new ArrayList<>();
        for (ByteBuffer piece : pieces) {
            while (piece.hasRemaining()) {
                if (reader.read(piece)) {
                    all.add(reader.status() + " " + reader.bodyBytes() + (reader.keepsAlive() ? "" : " close"));
                }
            }
        }
        return all;
    }

    @Test
    void theAnswersAreTheSameWhereverTheStreamIsCut() throws Exception {
        byte[] stream = bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
                + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                + "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n"
                + "A\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n"
                + "HTTP/1.1 204\r\n\r\n"
                + "HTTP/1.1 200 OK\ncontent-length:0\nConnection: close\n\n"
                + "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx"
                + "HTTP/1.0 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
        for (List<ByteBuffer> pieces : Splits.of(stream)) {
            assertThat(answers(AnswerReader.ofRequests(false), pieces))
                    .containsExactly("200 5", "404 13", "204 0", "200 0 close", "200 1", "304 0 close");
        }
    }

    @Test
    void anAnswerToHeadHasNoBody() throws Exception {
        byte[] stream = bytes("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n".repeat(2));
        assertThat(answers(AnswerReader.ofRequests(true), List.of(ByteBuffer.wrap(stream))))
                .containsExactly("200 0", "200 0");
    }

    @Test
    void withoutALengthTheEndOfTheConnectionIsTheEndOfTheAnswer() throws Exception {
        AnswerReader reader = AnswerReader.ofRequests(false);
        assertThat(answers(reader, List.of(ByteBuffer.wrap(bytes("HTTP/1.1 200 OK\r\n\r\nsome")))))
                .isEmpty();
        assertThat(reader.end()).isTrue();
        assertThat(reader.bodyBytes()).isEqualTo(4);
        assertThat(reader.keepsAlive()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 200 OK\\r\\n", "HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\n\\r\\nabc", "''"})
    void anywhereElseItIsNot(String stream) throws Exception {
        AnswerReader reader = AnswerReader.ofRequests(false);
        assertThat(answers(reader, List.of(ByteBuffer.wrap(bytes(stream))))).isEmpty();
        assertThat(reader.end()).isFalse();
    }

    @Test
    void a101EndsWithItsHeadAndItsFieldsAreKept() throws Exception {
        AnswerReader reader = AnswerReader.ofHandshake();
        ByteBuffer stream = ByteBuffer.wrap(bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                + "sec-websocket-accept:  abc= \r\n\r\n\u0081\u0000"));
        assertThat(reader.read(stream)).isTrue();
        assertThat(reader.status()).isEqualTo(101);
        assertThat(reader.field("Sec-WebSocket-Accept")).isEqualTo("abc=");
        assertThat(reader.field("Connection")).isNull();
        assertThat(stream.remaining()).as("the frame that follows").isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "SSH-2.0-OpenSSH\\r\\n, 'no status line of HTTP/1: \"SSH-2.0-OpenSSH\"'",
        "HTTP/2 200\\r\\n, 'no status line of HTTP/1: \"HTTP/2 200\"'",
        "HTTP/1.1 2x0 OK\\r\\n, 'no status line of HTTP/1: \"HTTP/1.1 2x0 OK\"'",
        "HTTP/1.1 200 OK\\r\\nnonsense\\r\\n, 'a header line without a colon: \"nonsense\"'",
        "HTTP/1.1 200 OK\\r\\nContent-Length: -1\\r\\n, 'Content-Length: -1 (expected: one number)'",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 9999999999999999999\\r\\n, 'Content-Length: 9999999999999999999 (expected: one number)'",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n, 'Content-Length: 2 (expected: one number)'",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n, a chunk without a size in hexadecimal digits",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nab\\r\\n, a chunk is longer than its size says",
    })
    void whatIsNoAnswerIsRefused(String stream, String message) {
        assertThatThrownBy(() -> answers(AnswerReader.ofRequests(false), List.of(ByteBuffer.wrap(bytes(stream)))))
                .isInstanceOf(WireException.class)
                .hasMessage(message);
    }

    @Test
    void aLineWithoutEndIsRefused() {
        byte[] stream = bytes("HTTP/1.1 200 OK\r\nx: " + "y".repeat(70_000));
        assertThatThrownBy(() -> answers(AnswerReader.ofRequests(false), List.of(ByteBuffer.wrap(stream))))
                .isInstanceOf(WireException.class)
                .hasMessage("a line of more than 65536 bytes");
    }
}
