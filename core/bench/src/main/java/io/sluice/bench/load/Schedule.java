package io.sluice.bench.load;

/**
 * When things are due that shall happen at a constant rate, whatever becomes of those before them. Several threads share one
 * rate: each takes every n-th moment. Not thread-safe; it has no clock of its own.
 */
final class Schedule {
    private final long start;
    private final double period;
    private final int step;
    private long next;

    /**
     * A thread's part of a schedule.
     *
     * @param start the first moment of all, in nanoseconds of {@link System#nanoTime}
     * @param rate of all threads in a second; infinite for "at once, always"
     * @param part the number of the thread, from 0
     * @param parts how many there are
     */
    Schedule(long start, double rate, int part, int parts) {
        this.start = start;
        this.period = 1e9 / rate;
        this.next = part;
        this.step = parts;
    }

    /** When the next one is due; it may lie in the past. */
    long due() {
        return start + (long) (next * period);
    }

    /** The next one has been done. */
    void advance() {
        next += step;
    }

    /** Those that were due before this moment will not be done: the rate holds from here on, without catching up. */
    void skipTo(long moment) {
        next += (int) Math.min(Integer.MAX_VALUE, missed(moment)) * (long) step;
    }

    /** When the one after so many others of this thread is due. */
    long due(long others) {
        return start + (long) ((next + others * step) * period);
    }

    /** How many were due before this moment, and have not been done. */
    long missed(long moment) {
        if (period == 0 || due() - moment >= 0) {
            return 0;
        }
        long all = (long) Math.ceil((moment - start) / period);
        return Math.max(0, (all - next + step - 1) / step);
    }
}
