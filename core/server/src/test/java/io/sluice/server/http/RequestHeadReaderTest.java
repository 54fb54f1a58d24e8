package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.server.config.HeadLimits;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHeadReaderTest {
    private final RequestHeadReader reader = new RequestHeadReader(Feed.LIMITS);

    @Test
    void requestsInARowAreReadOneByOne() {
        ByteBuffer in = buffer("GET /1 HTTP/1.1¶Host: a¶¶¶GET /2 HTTP/1.0¶¶GET /3");
        assertThat(reader.read(in).target()).isEqualTo("/1");
        assertThat(reader.read(in).target()).isEqualTo("/2");
        assertThat(reader.read(in)).isNull();
        assertThat(in.hasRemaining()).isFalse();
        assertThat(reader.partialRequestLine()).isEqualTo("GET /3");
        assertThat(reader.read(buffer(" HTTP/1.0¶¶")).target()).isEqualTo("/3");
    }

    @Test
    void aHeadBeginsWithItsFirstByteAndEmptyLinesBeginNone() {
        assertThat(reader.begun()).isFalse();
        reader.read(buffer("¶\\r"));
        assertThat(reader.begun()).isFalse();
        reader.read(buffer("\\nG"));
        assertThat(reader.begun()).isTrue();
        reader.read(buffer("ET / HTTP/1.0¶¶"));
        assertThat(reader.begun()).isFalse();
    }

    @Test
    void aResetForgetsWhatWasRead() {
        reader.read(buffer("POST /x HTTP/1.1¶Host: other¶A: b"));
        reader.reset();
        assertThat(reader.begun()).isFalse();
        assertThat(reader.partialRequestLine()).isEmpty();
        RequestHead head = reader.read(buffer("GET / HTTP/1.1¶Host: h¶¶"));
        assertThat(FieldsTest.lines(head.fields())).containsExactly("Host=h");
    }

    @Test
    void aHeadOutlivesTheBufferItCameIn() {
        ByteBuffer in = buffer("GET /a HTTP/1.1¶Host: h¶¶");
        RequestHead head = reader.read(in);
        in.clear();
        while (in.hasRemaining()) {
            in.put((byte) '?');
        }
        assertThat(head.requestLine()).isEqualTo("GET /a HTTP/1.1");
        assertThat(head.fields().first("Host")).isEqualTo("h");
    }

    /** The first lines are what nginx 1.22.1 logs as {@code $request} for the same bytes. */
    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1¶Host x¶¶, GET / HTTP/1.1",
        "\\x16\\x03\\x01abc¶xyz, \\x16\\x03\\x01abc",
        "GET  /..  FOO¶A: b¶¶, GET  /..  FOO",
        "G\\x01 / HTTP, G\\x01 / HTTP",
        "GET /.. HTTP/1.1¶Host: h¶¶, GET /.. HTTP/1.1",
        "POST / HTTP/1.1¶Content-Length: x¶¶, POST / HTTP/1.1",
        "GET / HTTP/1.1\\nHost: h¶¶, GET / HTTP/1.1",
    })
    void theRequestLineOfARefusedRequestIsKept(String message, String line) {
        ProxyException refused = catchThrowableOfType(ProxyException.class, () -> reader.read(buffer(message)));
        assertThat(refused.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
        assertThat(reader.partialRequestLine()).isEqualTo(Vectors.text(line));
    }

    @Test
    void theRequestLineOfATooLongRequestIsKeptUpToTheLimit() {
        ProxyException refused = catchThrowableOfType(ProxyException.class, () -> reader.read(buffer("GET /{a*1000}")));
        assertThat(refused.kind()).isEqualTo(ErrorKind.URI_TOO_LONG);
        assertThat(reader.partialRequestLine()).isEqualTo(Vectors.text("GET /{a*195}"));
    }

    @Test
    void aHeaderLineOfAMegabyteIsRefusedAtTheLimitAndNotHeld() {
        RequestHeadReader large = new RequestHeadReader(new HeadLimits(8192, 8192, 100, 32_768));
        large.read(buffer("GET / HTTP/1.1¶Host: h¶A: "));
        ByteBuffer piece = buffer("{b*1000}");
        ProxyException refused = catchThrowableOfType(ProxyException.class, () -> {
            for (int i = 0; i < 1000; i++) {
                large.read(piece.rewind());
            }
        });
        assertThat(refused.kind()).isEqualTo(ErrorKind.HEADERS_TOO_LARGE);
        assertThat(refused).hasMessageContaining("8192");
        assertThat(large.bytes.length).isLessThan(32_768);
    }

    @Test
    void anIdleReaderHoldsNoBuffer() {
        reader.read(buffer("GET / HTTP/1.1¶Host: h¶¶"));
        assertThat(reader.bytes).isNull();
        reader.read(buffer("¶"));
        assertThat(reader.bytes).isNull();
    }

    @Test
    void aHeadLargerThanAPieceIsReadWhole() {
        RequestHeadReader large = new RequestHeadReader(new HeadLimits(8192, 8192, 100, 32_768));
        ByteBuffer in = buffer("GET /{a*5000} HTTP/1.1¶Host: h¶A: {b*6000}¶¶rest");
        RequestHead head = large.read(in);
        assertThat(head.target()).hasSize(5001);
        assertThat(head.fields().first("A")).hasSize(6000);
        assertThat(in.remaining()).isEqualTo(4);
        assertThat(head.byteLength()).isEqualTo(in.position());
    }

    @Test
    void commonMethodsAreTheSameStringEachTime() {
        String first = reader.read(buffer("PATCH / HTTP/1.0¶¶")).method();
        assertThat(first).isSameAs("PATCH");
        assertThat(reader.read(buffer("PURGE / HTTP/1.0¶¶")).method()).isEqualTo("PURGE");
    }

    @Test
    void theAuthorityOfAnAbsoluteFormReplacesHost() {
        RequestHead head = reader.read(buffer("GET http://A.example:81/b?c HTTP/1.1¶Host: other¶¶"));
        assertThat(head.authority()).isEqualTo("A.example:81");
        assertThat(head.host()).isEqualTo("a.example");
        assertThat(head.originForm()).isEqualTo("/b?c");
        assertThat(head.target()).isEqualTo("http://A.example:81/b?c");
    }

    @Test
    void anAbsoluteFormWithoutAPathAsksForTheRoot() {
        assertThat(reader.read(buffer("GET http://a?b HTTP/1.1¶Host: a¶¶")).originForm())
                .isEqualTo("/?b");
        assertThat(reader.read(buffer("GET http://a HTTP/1.1¶Host: a¶¶")).originForm())
                .isEqualTo("/");
    }

    @Test
    void withoutHostThereIsNone() {
        RequestHead head = reader.read(buffer("GET / HTTP/1.0¶¶"));
        assertThat(head.host()).isNull();
        assertThat(head.authority()).isNull();
        assertThat(head.protocol()).isEqualTo("HTTP/1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, A, true",
        "HTTP/1.1, close, false",
        "HTTP/1.1, 'x, Close', false",
        "HTTP/1.1, keep-alive, true",
        "HTTP/1.0, A, false",
        "HTTP/1.0, Keep-Alive, true",
        "HTTP/1.0, 'keep-alive, close', false",
    })
    void aConnectionIsKeptAsRfc9112Says(String version, String connection, boolean kept) {
        RequestHead head = reader.read(buffer("GET / " + version + "¶Host: h¶Connection: " + connection + "¶¶"));
        assertThat(head.keepAlive()).isEqualTo(kept);
    }

    private static ByteBuffer buffer(String column) {
        byte[] bytes = Vectors.bytes(column);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
