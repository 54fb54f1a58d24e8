package io.sluice.server.http;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/** Writes heads, always as HTTP/1.1, into a buffer of the caller. Makes no garbage. Characters are written as ISO-8859-1. */
public final class HeadWriter {
    private static final byte[] REQUEST_LINE_END = {' ', 'H', 'T', 'T', 'P', '/', '1', '.', '1', '\r', '\n'};
    private static final byte[] STATUS_LINE_START = {'H', 'T', 'T', 'P', '/', '1', '.', '1', ' '};
    private static final byte[] LINE_END = {'\r', '\n'};

    private HeadWriter() {}

    /** The bytes that {@link #request} writes. */
    public static int requestLength(String method, String target, Fields fields) {
        return method.length()
                + 1
                + target.length()
                + REQUEST_LINE_END.length
                + fields.encodedLength()
                + LINE_END.length;
    }

    /**
     * Writes a request head.
     *
     * @throws BufferOverflowException when {@code out} has less room than {@link #requestLength}
     */
    public static void request(ByteBuffer out, String method, String target, Fields fields) {
        text(out, method);
        out.put(Bytes.SP);
        text(out, target);
        out.put(REQUEST_LINE_END);
        fields.writeTo(out);
        out.put(LINE_END);
    }

    /** The bytes that {@link #response} writes. */
    public static int responseLength(int status, String reason, Fields fields) {
        byte[] line = Reasons.statusLine(status, reason);
        int lineLength = line != null ? line.length : STATUS_LINE_START.length + 4 + reason.length() + LINE_END.length;
        return lineLength + fields.encodedLength() + LINE_END.length;
    }

    /**
     * Writes a response head.
     *
     * @param status 100 to 999
     * @param reason the phrase, maybe empty; {@link #reason} has the usual ones
     * @throws BufferOverflowException when {@code out} has less room than {@link #responseLength}
     */
    public static void response(ByteBuffer out, int status, String reason, Fields fields) {
        byte[] line = Reasons.statusLine(status, reason);
        if (line != null) {
            out.put(line);
        } else {
            out.put(STATUS_LINE_START);
            out.put((byte) ('0' + status / 100))
                    .put((byte) ('0' + status / 10 % 10))
                    .put((byte) ('0' + status % 10));
            out.put(Bytes.SP);
            text(out, reason);
            out.put(LINE_END);
        }
        fields.writeTo(out);
        out.put(LINE_END);
    }

    /** The usual phrase for a status, in nginx's spelling; empty for an unknown one. */
    public static String reason(int status) {
        return Reasons.of(status);
    }

    private static void text(ByteBuffer out, String text) {
        for (int i = 0; i < text.length(); i++) {
            out.put((byte) text.charAt(i));
        }
    }
}
