package io.sluice.server.health;

import io.sluice.api.health.Conversation;
import java.net.SocketAddress;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLEngine;

/** The thread of probes, with its timers and connections. All methods but {@link #execute} are for that thread alone. */
interface Loop {
    /** Runs the task on the thread, soon, never within this call. From any thread. */
    void execute(Runnable task);

    /** Nanoseconds. */
    long now();

    /** A timer that is not set. */
    Timer timer(Runnable action);

    /**
     * Connects and talks.
     *
     * @param tls in client mode; null for none
     * @param nanos an upper bound for the connecting
     */
    Talk talk(SocketAddress address, SSLEngine tls, long nanos, Conversation conversation);

    /** Fires once for each time that it is set. */
    interface Timer {
        /** In so many nanoseconds. */
        void set(long nanos);

        /** Does not fire until it is set again. */
        void stop();
    }

    /** A connection with what is said on it. */
    interface Talk {
        /** How it ended. */
        CompletionStage<Void> result();

        /** What is waited for, for messages. */
        String awaited();

        /** Breaks it off; nothing happens where it has ended. */
        void close();
    }
}
