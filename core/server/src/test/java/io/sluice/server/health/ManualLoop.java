package io.sluice.server.health;

import io.sluice.api.health.Conversation;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import javax.net.ssl.SSLEngine;

/** The thread of probes is the test's own, and its time moves when the test says so. */
final class ManualLoop implements Loop {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<ManualTimer> timers = new ArrayList<>();
    private long now;

    private final class ManualTimer implements Timer {
        private final Runnable action;
        private long due = Long.MAX_VALUE;

        private ManualTimer(Runnable action) {
            this.action = action;
        }

        @Override
        public void set(long nanos) {
            due = now + nanos;
        }

        @Override
        public void stop() {
            due = Long.MAX_VALUE;
        }

        private void fire() {
            due = Long.MAX_VALUE;
            action.run();
        }
    }

    /** Runs what waits, then fires what is due by then, in order. */
    void advance(Duration by) {
        long end = now + by.toNanos();
        run();
        for (Optional<ManualTimer> next = next(end); next.isPresent(); next = next(end)) {
            now = Math.max(now, next.get().due);
            next.get().fire();
            run();
        }
        now = end;
    }

    private Optional<ManualTimer> next(long end) {
        return timers.stream().filter(timer -> timer.due <= end).min(Comparator.comparingLong(timer -> timer.due));
    }

    /** Runs what waits. */
    void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public Timer timer(Runnable action) {
        ManualTimer timer = new ManualTimer(action);
        timers.add(timer);
        return timer;
    }

    @Override
    public Talk talk(SocketAddress address, SSLEngine tls, long nanos, Conversation conversation) {
        throw new UnsupportedOperationException("no connections here");
    }
}
