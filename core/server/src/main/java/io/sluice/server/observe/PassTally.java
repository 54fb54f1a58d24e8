package io.sluice.server.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What has passed in one direction through the tunnels of one endpoint on one worker. Written by that worker alone and without
 * a fence; read by any thread, which sees each figure whole and never smaller than before.
 */
public final class PassTally {
    private static final VarHandle BYTES = handle("bytes");
    private static final VarHandle MESSAGES = handle("messages");

    private long bytes;
    private long messages;

    PassTally() {}

    /** Bytes have come, and with them so many messages have ended. */
    public void passed(int moreBytes, long moreMessages) {
        BYTES.setOpaque(this, bytes + moreBytes);
        if (moreMessages != 0) {
            MESSAGES.setOpaque(this, messages + moreMessages);
        }
    }

    long bytes() {
        return (long) BYTES.getOpaque(this);
    }

    long messages() {
        return (long) MESSAGES.getOpaque(this);
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(PassTally.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
