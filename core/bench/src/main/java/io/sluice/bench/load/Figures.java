package io.sluice.bench.load;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run has come to. Histograms are in nanoseconds.
 *
 * @param interrupted whether it ended before its time
 * @param seconds that were measured
 * @param messages messages that came back or came, answers, or handshakes within that time; for {@link Traffic#SEND} those sent
 * @param sent messages or requests sent within that time
 * @param bytesIn payload of what came within that time
 * @param bytesOut payload of what was sent within that time
 * @param latency of each message, answer or handshake; from when it was due in an open loop, else from when it was sent;
 *     those that came in the second after that time are among them, and in an open loop the {@link #lowerBounds}: so there
 *     may be more than {@code messages}
 * @param connect how long connections took, of TCP alone
 * @param tls their TLS handshakes
 * @param upgrade from there to the 101
 * @param opening all three of them together
 * @param opened connections that were opened, whenever
 * @param reopened those of them that took the place of another
 * @param open connections that were open when the time was over
 * @param lost connections that ended though nobody here wanted that
 * @param alive connections that answered a ping at the end of {@link Mode#IDLE}
 * @param pings of the server that were answered
 * @param late messages that were sent more than {@link #LATE_NANOS} after they were due
 * @param mostLateNanos how late the latest of them was
 * @param unsent messages that were due and were never sent
 * @param unanswered messages or handshakes whose answers had not come when the run ended
 * @param statuses how many answers of HTTP had each status
 * @param errors by kind
 */
public record Figures(
        Plan plan,
        boolean interrupted,
        double seconds,
        long messages,
        long sent,
        long bytesIn,
        long bytesOut,
        Histogram latency,
        Histogram connect,
        Histogram tls,
        Histogram upgrade,
        Histogram opening,
        long opened,
        long reopened,
        long open,
        long lost,
        long alive,
        long pings,
        long late,
        long mostLateNanos,
        long unsent,
        long unanswered,
        Map<Integer, Long> statuses,
        Map<String, Kind> errors) {
    /** From when on a message counts as sent late: one millisecond. */
    public static final long LATE_NANOS = 1_000_000;

    /**
     * Errors of one kind.
     *
     * @param example what the first of them said
     */
    public record Kind(long count, String example) {}

    /** All errors. */
    public long errorCount() {
        return errors.values().stream().mapToLong(Kind::count).sum();
    }

    /** Whether anything worked. */
    public boolean succeeded() {
        return plan.mode() == Mode.IDLE ? opened > 0 : messages > 0;
    }

    /** How many of {@link #latency} never had an answer, and stand there with the time that they had waited: a lower bound. */
    public long lowerBounds() {
        return plan.rate() > 0 && plan.hasLatency() && seconds > 0 ? unsent + unanswered : 0;
    }

    /** Messages, answers or handshakes in a second. */
    public double rate() {
        return seconds > 0 ? messages / seconds : 0;
    }
}
