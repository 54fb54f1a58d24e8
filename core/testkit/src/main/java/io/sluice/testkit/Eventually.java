package io.sluice.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Waits for what another thread or process brings about and that cannot be waited for otherwise, by looking again and
 * again. Where there is a latch or a future to wait on, wait on that.
 */
public final class Eventually {
    /** Longer than anything a healthy test waits for, even on a busy machine. */
    public static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final long PAUSE_NANOS = 2_000_000;

    private Eventually() {}

    /** A supplier or an action that may throw. */
    @FunctionalInterface
    public interface Question<T> {
        /** Looks once. */
        T ask() throws Exception;
    }

    /** Waits until the condition holds. A question that throws counts as one that does not hold yet. */
    public static void until(String what, Question<Boolean> condition) {
        value(what, condition, holds -> holds);
    }

    /** The same with a deadline of its own, for what takes long on purpose. */
    public static void until(String what, Duration deadline, Question<Boolean> condition) {
        value(what, deadline, condition, holds -> holds);
    }

    /**
     * Asks until the answer is one that was hoped for, and returns it.
     *
     * @param what names it in the failure
     * @throws AssertionError after {@link #DEADLINE}, with the last answer or the last exception
     */
    public static <T> T value(String what, Question<T> question, Predicate<? super T> hoped) {
        return value(what, DEADLINE, question, hoped);
    }

    private static <T> T value(String what, Duration deadline, Question<T> question, Predicate<? super T> hoped) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            T answer = null;
            Exception thrown = null;
            try {
                answer = question.ask();
                if (hoped.test(answer)) {
                    return answer;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(what + ": interrupted", e);
            } catch (Exception e) {
                thrown = e;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within " + deadline + "; last seen: " + answer, thrown);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
