package io.sluice.server.observe;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;

/**
 * Tells on standard error what goes wrong with the logs themselves: a mistake in conf/logback.xml, a full disk. Named there
 * as its status listener; Logback's own either tell everything or nothing.
 */
public final class LogTrouble implements StatusListener {
    @Override
    public void addStatusEvent(Status status) {
        if (status.getEffectiveLevel() >= Status.WARN) {
            Throwable cause = status.getThrowable();
            System.err.println("sluice: log: " + status.getMessage() + (cause == null ? "" : ": " + cause));
        }
    }
}
