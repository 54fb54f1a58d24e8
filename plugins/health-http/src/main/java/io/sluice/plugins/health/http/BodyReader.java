package io.sluice.plugins.health.http;

import io.sluice.api.health.AnswerHead;
import io.sluice.api.health.ProbeFailure;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads the first bytes of an answer's body, whatever its framing (RFC 9112 section 6.3). What the endpoint says of lengths
 * only bounds what is read; nothing is allocated by it.
 */
final class BodyReader {
    /** With extension. */
    private static final int LONGEST_CHUNK_LINE = 256;

    private enum Framing {
        LENGTH,
        CHUNKED,
        TO_THE_END
    }

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private final Framing framing;
    private final int most;
    private boolean inLine;
    private boolean afterChunk;

    /** Bytes of the body, or of its chunk, that are to come. */
    private long left;

    /** {@code most}: bytes that are of interest. */
    BodyReader(AnswerHead head, int most) throws ProbeFailure {
        this.most = most;
        List<String> lengths = head.values("Content-Length");
        if (head.status() == 204 || head.status() == 304) {
            framing = Framing.LENGTH;
        } else if (head.lists("Transfer-Encoding", "chunked")) {
            framing = Framing.CHUNKED;
            inLine = true;
        } else if (lengths.isEmpty()) {
            framing = Framing.TO_THE_END;
        } else {
            framing = Framing.LENGTH;
            if (lengths.size() != 1 || !lengths.get(0).matches("[0-9]{1,18}")) {
                throw new ProbeFailure("the Content-Length is " + String.join(", ", lengths));
            }
            left = Long.parseLong(lengths.get(0));
        }
    }

    /** Takes in what comes; true when the body is complete, or as much of it as is of interest. */
    boolean read(ByteBuffer data) throws ProbeFailure {
        while (!complete() && data.hasRemaining()) {
            if (inLine) {
                chunkLine((char) (data.get() & 0xff));
            } else {
                text.append((char) (data.get() & 0xff));
                left--;
                if (framing == Framing.CHUNKED && left == 0) {
                    inLine = true;
                    afterChunk = true;
                }
            }
        }
        return complete();
    }

    private boolean complete() {
        return text.length() >= most
                || (framing == Framing.LENGTH && left == 0)
                || (framing == Framing.CHUNKED && left < 0);
    }

    /** The line end after a chunk, or the line with the size of the next; the last chunk makes {@link #left} negative. */
    private void chunkLine(char c) throws ProbeFailure {
        if (c != '\n') {
            if (line.length() == LONGEST_CHUNK_LINE) {
                throw notChunked();
            }
            line.append(c);
            return;
        }
        String whole = line.toString();
        line.setLength(0);
        if (afterChunk) {
            if (!whole.equals("\r")) {
                throw notChunked();
            }
            afterChunk = false;
            return;
        }
        if (!whole.matches("[0-9A-Fa-f]{1,15}[ \t]*(;.*)?\r")) {
            throw notChunked();
        }
        int digits = 0;
        while (Character.digit(whole.charAt(digits), 16) >= 0) {
            digits++;
        }
        left = Long.parseLong(whole.substring(0, digits), 16);
        inLine = false;
        if (left == 0) {
            left = -1;
        }
    }

    private static ProbeFailure notChunked() {
        return new ProbeFailure("the body is not chunked, as its Transfer-Encoding says");
    }

    /** Whether the end of the connection is the end of the body. */
    boolean mayEnd() {
        return framing == Framing.TO_THE_END;
    }

    /** The bytes so far, a character for each. */
    CharSequence text() {
        return text;
    }
}
