package io.sluice.bench.load;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * What one thread has counted. It alone writes; {@link #answered}, {@link #open} and the recorders may be read by others while
 * it does, the rest once it has ended.
 */
final class Tally {
    /** An hour: what takes longer is taken for that. */
    private static final long LONGEST = 3_600_000_000_000L;

    private static final int DIGITS = 3;

    /** Latencies in nanoseconds of what counts, and of what came before or after. */
    final SingleWriterRecorder measured = new SingleWriterRecorder(LONGEST, DIGITS);

    final SingleWriterRecorder unmeasured = new SingleWriterRecorder(LONGEST, DIGITS);

    /** Messages, answers or handshakes since the start, measured or not. */
    final AtomicLong answered = new AtomicLong();

    /** Connections that are open. */
    final AtomicLong open = new AtomicLong();

    final Histogram connect = histogram();
    final Histogram tls = histogram();
    final Histogram upgrade = histogram();
    final Histogram opening = histogram();
    final long[] statuses = new long[1000];

    long messages;
    long sent;
    long bytesIn;
    long bytesOut;
    long opened;
    long reopened;
    long lost;
    long pings;
    long late;
    long mostLate;
    long unsent;
    long unanswered;
    long alive;

    private long from = Long.MAX_VALUE;
    private long until = Long.MAX_VALUE;

    static Histogram histogram() {
        return new Histogram(LONGEST, DIGITS);
    }

    /** What counts, from now on. */
    void window(Window window) {
        from = window.from();
        until = window.until();
    }

    /** Whether what happens at this moment counts. */
    boolean counts(long now) {
        return now - from >= 0 && from != Long.MAX_VALUE && now - until < 0;
    }

    /**
     * A message has come back, an answer has come, a handshake is done.
     *
     * @param latency in nanoseconds; below 0 for none
     * @param bytes of its payload
     */
    void answered(long now, long latency, long bytes) {
        answered.setOpaque(answered.getPlain() + 1);
        if (counts(now)) {
            messages++;
            bytesIn += bytes;
        }
        if (latency >= 0) {
            waited(now, latency, 1);
        }
    }

    /** So many messages have waited so long for their answers, or would wait still. Nanoseconds, 0 or more. */
    void waited(long now, long latency, long count) {
        // An answer that comes after the end was sent before it: without it the slowest would be missing.
        boolean measure = from != Long.MAX_VALUE && now - from >= 0;
        (measure ? measured : unmeasured).recordValueWithCount(Math.min(latency, LONGEST), count);
    }

    /** A message has been sent that was due some nanoseconds ago. */
    void sent(long now, long lateBy, long bytes) {
        if (counts(now)) {
            sent++;
            bytesOut += bytes;
            late(lateBy);
        }
    }

    /** A connection has been begun that was due some nanoseconds ago. */
    void dialed(long now, long lateBy) {
        if (counts(now)) {
            late(lateBy);
        }
    }

    private void late(long lateBy) {
        if (lateBy > Figures.LATE_NANOS) {
            late++;
        }
        mostLate = Math.max(mostLate, lateBy);
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(0, Math.min(nanos, LONGEST)));
    }

    void openChanged(int by) {
        open.setOpaque(open.getPlain() + by);
    }
}
