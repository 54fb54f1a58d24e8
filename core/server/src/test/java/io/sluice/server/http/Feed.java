package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.HeadLimits;
import io.sluice.server.error.ProxyException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Feeds a message to a reader as a connection would: in pieces, each in the same direct buffer, which then is spoilt. */
final class Feed {
    /** The limits that the tables count on. */
    static final HeadLimits LIMITS = new HeadLimits(200, 200, 10, 600);

    private static final ThreadLocal<ByteBuffer> SCRATCH =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 16));

    private final ByteBuffer scratch = SCRATCH.get();
    private final RequestHeadReader requests = new RequestHeadReader(LIMITS);
    private final ResponseHeadReader responses = new ResponseHeadReader(LIMITS);
    private final String answeredMethod;

    private RequestHead request;
    private ResponseHead response;
    private BodyFraming framing;
    private int consumed;
    private final StringBuilder payload = new StringBuilder();
    private final StringBuilder rest = new StringBuilder();

    private Feed(String answeredMethod) {
        this.answeredMethod = answeredMethod;
    }

    /** The outcome of a request that arrives cut at these places. */
    static Outcome request(byte[] message, int... cuts) {
        return new Feed(null).all(message, cuts);
    }

    /** The outcome of an answer to a request with this method, cut at these places. */
    static Outcome response(String method, byte[] message, int... cuts) {
        return new Feed(method).all(message, cuts);
    }

    private Outcome all(byte[] message, int... cuts) {
        try {
            int from = 0;
            for (int cut : cuts) {
                piece(message, from, cut);
                from = cut;
            }
            piece(message, from, message.length);
        } catch (ProxyException e) {
            String verdict = e.kind().id();
            return new Outcome(verdict, verdict + ": " + e.getMessage(), null, null, null, "", 0);
        }
        String verdict = verdict();
        return new Outcome(
                verdict, verdict + "\n" + detail(), request, response, framing, payload.toString(), consumed);
    }

    private void piece(byte[] message, int from, int to) {
        // Not at the start of the buffer, so that a mistaken absolute index shows.
        scratch.clear().position(7);
        scratch.put(message, from, to - from).flip().position(7);
        int before = scratch.position();
        if (framing == null) {
            head();
        }
        if (framing != null) {
            int length = framing.measure(scratch, (index, run) -> {
                assertThat(run).isPositive();
                payload.append(latin1(scratch, index, run));
            });
            assertThat(length).isBetween(0, scratch.remaining());
            scratch.position(scratch.position() + length);
        } else {
            assertThat(scratch.hasRemaining())
                    .as("an incomplete head takes all")
                    .isFalse();
        }
        consumed += scratch.position() - before;
        rest.append(latin1(scratch, scratch.position(), scratch.remaining()));
        spoil();
    }

    private void head() {
        if (answeredMethod == null) {
            request = requests.read(scratch);
            framing = request == null ? null : BodyFraming.forRequest(request);
        } else {
            response = responses.read(scratch);
            framing = response == null ? null : BodyFraming.forResponse(response, answeredMethod);
        }
        if (framing != null) {
            assertThat(requests.begun() || responses.begun()).isFalse();
        }
    }

    private void spoil() {
        scratch.clear();
        byte[] spoilt = new byte[256];
        Arrays.fill(spoilt, (byte) '?');
        scratch.put(spoilt);
    }

    private String verdict() {
        if (framing == null) {
            return "…";
        }
        String kind =
                switch (framing.kind()) {
                    case NONE -> "none";
                    case LENGTH -> "length:" + payload;
                    case CHUNKED -> "chunked:" + payload;
                    case UNTIL_CLOSE -> "close:" + payload;
                };
        assertThat(framing.payloadBytes()).isEqualTo(payload.length());
        return kind + (framing.completeAtEnd() ? "" : "…") + (rest.length() == 0 ? "" : " rest:" + rest);
    }

    private String detail() {
        StringBuilder detail = new StringBuilder();
        if (request != null) {
            detail.append(request.requestLine()).append('|').append(request.method());
            detail.append('|').append(request.target()).append('|').append(request.minorVersion());
            detail.append('|').append(request.host()).append('|').append(request.authority());
            detail.append('|')
                    .append(request.parsed().path())
                    .append('|')
                    .append(request.parsed().query());
            detail.append('|').append(request.byteLength()).append('\n');
            request.fields()
                    .forEach((name, value) ->
                            detail.append(name).append('=').append(value).append('\n'));
        }
        if (response != null) {
            detail.append(response.status()).append('|').append(response.reason());
            detail.append('|')
                    .append(response.minorVersion())
                    .append('|')
                    .append(response.byteLength())
                    .append('\n');
            response.fields()
                    .forEach((name, value) ->
                            detail.append(name).append('=').append(value).append('\n'));
        }
        return detail.append(consumed).toString();
    }

    private static String latin1(ByteBuffer buffer, int index, int length) {
        byte[] bytes = new byte[length];
        buffer.get(index, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
