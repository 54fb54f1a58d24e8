package io.sluice.api.health;

import io.sluice.api.headers.FieldRules;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the head of the answer to a probe (RFC 9112 sections 4 and 5), as strictly as the server reads those of back ends, and
 * passes over interim answers. What it reads in all is bounded. For one probe, on its thread.
 */
public final class AnswerReader {
    /** The most that the head may have, interim answers before it included, in bytes. */
    public static final int MOST = 16 * 1024;

    private static final String START = "HTTP/1.";
    private static final int SHOWN = 40;

    private final StringBuilder line = new StringBuilder();
    private final List<AnswerHead.Field> fields = new ArrayList<>();
    private int read;
    private int status;

    /**
     * Takes in what belongs to the head and leaves what follows it.
     *
     * @return empty while the head is not complete; {@code data} is used up then
     * @throws ProbeFailure what comes is no head, or one too large
     */
    public Optional<AnswerHead> read(ByteBuffer data) throws ProbeFailure {
        while (data.hasRemaining()) {
            if (++read > MOST) {
                throw new ProbeFailure("the head of the answer is larger than " + MOST + " bytes");
            }
            char c = (char) (data.get() & 0xff);
            if (c != '\n') {
                line.append(c);
                if (status == 0) {
                    checkBeginning();
                }
                continue;
            }
            Optional<AnswerHead> head = line(ended());
            if (head.isPresent()) {
                return head;
            }
        }
        return Optional.empty();
    }

    private String ended() throws ProbeFailure {
        int end = line.length() - 1;
        if (end < 0 || line.charAt(end) != '\r') {
            throw new ProbeFailure("a line of the head does not end with CR LF: " + shown(line.toString()));
        }
        String text = line.substring(0, end);
        line.setLength(0);
        return text;
    }

    private Optional<AnswerHead> line(String text) throws ProbeFailure {
        if (status == 0) {
            status = status(text);
        } else if (!text.isEmpty()) {
            fields.add(field(text));
        } else if (status >= 100 && status < 200 && status != 101) {
            status = 0;
            fields.clear();
        } else {
            return Optional.of(new AnswerHead(status, List.copyOf(fields)));
        }
        return Optional.empty();
    }

    /** At the first byte that cannot be HTTP, rather than at the end of a line that may never come. */
    private void checkBeginning() throws ProbeFailure {
        if (line.length() <= START.length() && !START.startsWith(line.toString())) {
            throw noAnswer(line.toString());
        }
    }

    private static int status(String text) throws ProbeFailure {
        boolean whole = text.length() == 12 || (text.length() > 12 && text.charAt(12) == ' ');
        if (!whole || (text.charAt(7) != '0' && text.charAt(7) != '1') || text.charAt(8) != ' ') {
            throw noAnswer(text);
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw noAnswer(text);
            }
            status = status * 10 + digit;
        }
        if (status < 100) {
            throw noAnswer(text);
        }
        return status;
    }

    private static AnswerHead.Field field(String text) throws ProbeFailure {
        int colon = text.indexOf(':');
        if (colon < 0 || !FieldRules.token(text.substring(0, colon))) {
            throw new ProbeFailure("a line of the head is no header field: " + shown(text));
        }
        String value = text.substring(colon + 1);
        try {
            FieldRules.checkValue(text.substring(0, colon), value);
        } catch (IllegalArgumentException e) {
            throw new ProbeFailure(e.getMessage());
        }
        return new AnswerHead.Field(text.substring(0, colon), value.strip());
    }

    private static ProbeFailure noAnswer(String text) {
        return new ProbeFailure("the answer is not HTTP/1.x: it begins with " + shown(text));
    }

    private static String shown(String text) {
        String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return "\"" + cut + "\"";
    }
}
