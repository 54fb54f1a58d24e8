package io.sluice.server.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What has passed in one direction through the tunnels of one route on one worker. Written by that worker alone and without
 * a fence, so that counting costs an addition; read by any thread, which sees each figure whole and never smaller than
 * before.
 */
public final class FrameTally {
    private static final VarHandle BYTES = handle("bytes");
    private static final VarHandle TEXTS = handle("texts");
    private static final VarHandle TEXT_BYTES = handle("textBytes");
    private static final VarHandle BINARIES = handle("binaries");
    private static final VarHandle BINARY_BYTES = handle("binaryBytes");
    private static final VarHandle PINGS = handle("pings");
    private static final VarHandle PONGS = handle("pongs");

    private long bytes;
    private long texts;
    private long textBytes;
    private long binaries;
    private long binaryBytes;
    private long pings;
    private long pongs;

    /** Bytes have come, of whatever they are. */
    public void bytes(int n) {
        BYTES.setOpaque(this, bytes + n);
    }

    /** A message of text has ended. */
    public void text() {
        TEXTS.setOpaque(this, texts + 1);
    }

    /** So many bytes of payload of a message of text have come. */
    public void textBytes(int n) {
        TEXT_BYTES.setOpaque(this, textBytes + n);
    }

    /** A binary message has ended. */
    public void binary() {
        BINARIES.setOpaque(this, binaries + 1);
    }

    /** So many bytes of payload of a binary message have come. */
    public void binaryBytes(int n) {
        BINARY_BYTES.setOpaque(this, binaryBytes + n);
    }

    /** A Ping has ended. */
    public void ping() {
        PINGS.setOpaque(this, pings + 1);
    }

    /** A Pong has ended. */
    public void pong() {
        PONGS.setOpaque(this, pongs + 1);
    }

    /** Adds what it shows at this moment to {@code sum}. On any thread. */
    void addTo(Sum sum) {
        sum.bytes += (long) BYTES.getOpaque(this);
        sum.texts += (long) TEXTS.getOpaque(this);
        sum.textBytes += (long) TEXT_BYTES.getOpaque(this);
        sum.binaries += (long) BINARIES.getOpaque(this);
        sum.binaryBytes += (long) BINARY_BYTES.getOpaque(this);
        sum.pings += (long) PINGS.getOpaque(this);
        sum.pongs += (long) PONGS.getOpaque(this);
    }

    /** Those of all workers together. */
    static final class Sum {
        long bytes;
        long texts;
        long textBytes;
        long binaries;
        long binaryBytes;
        long pings;
        long pongs;
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(FrameTally.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
