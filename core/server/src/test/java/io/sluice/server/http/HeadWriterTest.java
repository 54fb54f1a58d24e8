package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadWriterTest {
    private final Fields fields = new Fields();

    @Test
    void aRequestHeadIsWrittenAsHttp11() {
        fields.add("Host", "h");
        ByteBuffer out = ByteBuffer.allocateDirect(HeadWriter.requestLength("GET", "/\u00e4?b", fields));
        HeadWriter.request(out, "GET", "/\u00e4?b", fields);
        assertThat(text(out)).isEqualTo("GET /\u00e4?b HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "200, OK, HTTP/1.1 200 OK",
        "200, Fine, HTTP/1.1 200 Fine",
        "502, Bad Gateway, HTTP/1.1 502 Bad Gateway",
        "101, Switching Protocols, HTTP/1.1 101 Switching Protocols",
        "299, '', 'HTTP/1.1 299 '",
        "200, '', 'HTTP/1.1 200 '",
        "999, X Y, HTTP/1.1 999 X Y",
    })
    void aResponseHeadIsWrittenAsHttp11(int status, String reason, String line) {
        fields.add("A", "b");
        ByteBuffer out = ByteBuffer.allocate(HeadWriter.responseLength(status, reason, fields));
        HeadWriter.response(out, status, reason, fields);
        assertThat(text(out)).isEqualTo(line + "\r\nA: b\r\n\r\n");
    }

    @Test
    void whatWasReceivedIsWrittenAsItCame() {
        byte[] head = Vectors.bytes("GET /a HTTP/1.1¶Host: h¶X-y: \\xe4 \"z\"¶x-Y: 2¶¶");
        RequestHead request = new RequestHeadReader(Feed.LIMITS).read(ByteBuffer.wrap(head));
        ByteBuffer out =
                ByteBuffer.allocate(HeadWriter.requestLength(request.method(), request.originForm(), request.fields()));
        HeadWriter.request(out, request.method(), request.originForm(), request.fields());
        assertThat(out.array()).isEqualTo(head);
    }

    @Test
    void anUnknownStatusHasNoReason() {
        assertThat(HeadWriter.reason(299)).isEmpty();
        assertThat(HeadWriter.reason(-1)).isEmpty();
        assertThat(HeadWriter.reason(1000)).isEmpty();
        assertThat(HeadWriter.reason(404)).isEqualTo("Not Found");
    }

    private static String text(ByteBuffer out) {
        assertThat(out.hasRemaining()).as("room left").isFalse();
        return StandardCharsets.ISO_8859_1.decode(out.flip()).toString();
    }
}
