package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.error.ProxyException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyFramingTest {
    @Test
    void measuringLeavesThePositionWhereItIs() {
        BodyFraming framing = request("Content-Length: 5");
        ByteBuffer in = buffer("hello and more");
        assertThat(framing.measure(in)).isEqualTo(5);
        assertThat(in.position()).isZero();
        assertThat(framing.complete()).isTrue();
        assertThat(framing.measure(in)).isZero();
    }

    @Test
    void payloadRunsCarryAbsoluteIndexes() {
        BodyFraming framing = request("Transfer-Encoding: chunked");
        ByteBuffer in = buffer("xx5¶hello¶6¶ world¶0¶¶yy").position(2);
        StringBuilder payload = new StringBuilder();
        int length = framing.measure(in, (index, run) -> {
            byte[] bytes = new byte[run];
            in.get(index, bytes);
            payload.append(new String(bytes, StandardCharsets.ISO_8859_1)).append('|');
        });
        assertThat(payload).hasToString("hello| world|");
        assertThat(length).isEqualTo(in.remaining() - 2);
        assertThat(framing.payloadBytes()).isEqualTo(11);
        assertThat(framing.complete()).isTrue();
    }

    @Test
    void aBodyUntilCloseIsWholeWhenTheConnectionEnds() {
        BodyFraming framing = response("HTTP/1.1 200 OK¶¶", "GET");
        assertThat(framing.kind()).isEqualTo(BodyFraming.Kind.UNTIL_CLOSE);
        assertThat(framing.measure(buffer("abc"))).isEqualTo(3);
        assertThat(framing.complete()).isFalse();
        assertThat(framing.completeAtEnd()).isTrue();
        assertThat(framing.payloadBytes()).isEqualTo(3);
        assertThat(framing.contentLength()).isEqualTo(-1);
    }

    @Test
    void aBodyShorterThanItsLengthIsNotWholeWhenTheConnectionEnds() {
        BodyFraming framing = request("Content-Length: 5");
        framing.measure(buffer("hell"));
        assertThat(framing.completeAtEnd()).isFalse();
        BodyFraming chunked = request("Transfer-Encoding: chunked");
        chunked.measure(buffer("4¶hell¶"));
        assertThat(chunked.completeAtEnd()).isFalse();
    }

    @Test
    void theAnswerToHeadAndA304KeepTheirDeclaredLength() {
        BodyFraming head = response("HTTP/1.1 200 OK¶Content-Length: 7¶¶", "HEAD");
        assertThat(head.kind()).isEqualTo(BodyFraming.Kind.NONE);
        assertThat(head.contentLength()).isEqualTo(7);
        assertThat(head.complete()).isTrue();
        BodyFraming unchanged = response("HTTP/1.1 304 Not Modified¶Content-Length: 7¶¶", "GET");
        assertThat(unchanged.contentLength()).isEqualTo(7);
        assertThat(unchanged.measure(buffer("more"))).isZero();
    }

    @Test
    void aLengthOfZeroIsNoBodyOfKnownLength() {
        BodyFraming framing = request("Content-Length: 0");
        assertThat(framing.kind()).isEqualTo(BodyFraming.Kind.NONE);
        assertThat(framing.contentLength()).isZero();
    }

    @Test
    void extensionsOfManyChunksTogetherAreBounded() {
        BodyFraming framing = request("Transfer-Encoding: chunked");
        ByteBuffer chunk = buffer("1;{a*999}¶x¶");
        for (int i = 0; i < 16; i++) {
            assertThat(framing.measure(chunk)).isEqualTo(chunk.remaining());
        }
        assertThatThrownBy(() -> framing.measure(chunk))
                .isInstanceOf(ProxyException.class)
                .hasMessageContaining("16384");
    }

    @Test
    void manyChunksWithoutExtensionsAreNotBounded() {
        BodyFraming framing = request("Transfer-Encoding: chunked");
        ByteBuffer chunks = buffer("1¶x¶".repeat(1000));
        for (int i = 0; i < 1000; i++) {
            framing.measure(chunks);
        }
        assertThat(framing.payloadBytes()).isEqualTo(1_000_000);
    }

    private static BodyFraming request(String field) {
        return BodyFraming.forRequest(new RequestHeadReader(Feed.LIMITS).read(buffer("{POST}" + field + "¶¶")));
    }

    private static BodyFraming response(String head, String method) {
        return BodyFraming.forResponse(new ResponseHeadReader(Feed.LIMITS).read(buffer(head)), method);
    }

    private static ByteBuffer buffer(String column) {
        return ByteBuffer.wrap(Vectors.bytes(column));
    }
}
