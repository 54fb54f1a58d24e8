package io.sluice.server.upstream;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Averages that fade, what waits, and which tries count. */
class ResponseTimesTest {
    private static final long MILLI = MILLISECONDS.toNanos(1);

    /** As nanoTime may: it begins anywhere. */
    private long now = -5 * MILLI;

    private final FadingAverage average = new FadingAverage();
    private final ResponseTimes times = new ResponseTimes();
    private final ResponseTimes.Watch watch = new ResponseTimes.Watch();

    @Test
    void nothingIsKnownBeforeTheFirstSample() {
        assertThat(average.nanos(now)).isZero();
    }

    @Test
    void theFirstSampleIsTheAverageAndEachFurtherOneMovesItByATenthOfTheDifference() {
        average.add(100 * MILLI, now);
        assertThat(average.nanos(now)).isCloseTo(100 * MILLI, within(100L));
        average.add(200 * MILLI, now);
        assertThat(average.nanos(now)).isCloseTo(110 * MILLI, within(100L));
        average.add(10 * MILLI, now);
        assertThat(average.nanos(now)).isCloseTo(100 * MILLI, within(100L));
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "10, 50", "20, 25", "5, 70.7", "40, 6.25"})
    void withEachTenSecondsWithoutASampleItHalves(long seconds, double leftMillis) {
        average.add(100 * MILLI, now);
        now += SECONDS.toNanos(seconds);
        assertThat(average.nanos(now) / (double) MILLI).isCloseTo(leftMillis, within(0.2));
    }

    @Test
    void afterTenSecondsItWeighsHalfBesideTheNextSample() {
        average.add(100 * MILLI, now);
        now += SECONDS.toNanos(10);
        average.add(200 * MILLI, now); // 0.45 * 100 + 0.55 * 200
        assertThat(average.nanos(now) / (double) MILLI).isCloseTo(155, within(0.2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 24, 24 * 365})
    void inTimeNothingIsLeftAndTheNextSampleIsAll(long hours) {
        average.add(SECONDS.toNanos(60), now);
        now += HOURS.toNanos(hours);
        assertThat(average.nanos(now)).isZero();
        average.add(7 * MILLI, now);
        assertThat(average.nanos(now)).isCloseTo(7 * MILLI, within(10L));
    }

    @Test
    void aSampleOfNoTimeIsKnownAllTheSame() {
        average.add(0, now);
        assertThat(average.nanos(now)).isEqualTo(1);
    }

    @Test
    void aReaderBehindTheWriterSeesTheAverageAsItIs() {
        average.add(100 * MILLI, now);
        assertThat(average.nanos(now - SECONDS.toNanos(1))).isCloseTo(100 * MILLI, within(100L));
    }

    @Test
    void theWaitIsTheMeanOfAllThatWait() {
        Waiting waiting = new Waiting();
        SplittableRandom random = new SplittableRandom(3);
        List<Long> begun = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            now += random.nextLong(2 * MILLI);
            if (random.nextInt(3) > 0 || begun.isEmpty()) {
                begun.add(now);
                waiting.begin(now);
            } else {
                waiting.end(begun.remove(random.nextInt(begun.size())));
            }
            if (i % 100 == 0 && !begun.isEmpty()) {
                double mean = begun.stream().mapToLong(at -> now - at).average().orElseThrow();
                assertThat((double) waiting.meanNanos(now)).isCloseTo(mean, within(0.3 * MILLI));
            }
        }
        begun.forEach(waiting::end);
        assertThat(waiting.meanNanos(now)).isZero();
    }

    @Test
    void oneThatBeganAfterTheTimeWasReadHasNotWaited() {
        Waiting waiting = new Waiting();
        waiting.begin(now + SECONDS.toNanos(1));
        assertThat(waiting.meanNanos(now)).isZero();
    }

    @Test
    void manyThreadsLeaveNothingBehind() throws InterruptedException {
        Waiting waiting = new Waiting();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            long at = now + t * MILLI;
            threads.add(new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < 50_000; i++) {
                    waiting.begin(at + i);
                    average.add(MILLI, at);
                    waiting.end(at + i);
                }
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(waiting.meanNanos(now)).isZero();
        assertThat(average.nanos(now)).isCloseTo(MILLI, within(10L));
    }

    /** A try: a status after 20 ms, or none; then its end after 50 ms, complete, late or neither. 0: not known. */
    @ParameterizedTest
    @CsvSource({
        "200, complete, 20, 50",
        "404, complete, 20, 50",
        "499, complete, 20, 50",
        "500, complete, 0, 0",
        "502, late, 0, 50",
        "200, late, 20, 50",
        "200, cut, 20, 0",
        "101, cut, 20, 20",
        "0, late, 50, 50",
        "0, cut, 0, 0",
    })
    void whatCountsIsWhatTheEndpointTook(int status, String end, double headerMillis, double responseMillis) {
        watch.start(times, now);
        long waitsUntil = now + 20 * MILLI;
        assertThat(times.forHeader.meanNanos(waitsUntil)).isCloseTo(20 * MILLI, within(MILLI));
        assertThat(times.forResponse.meanNanos(waitsUntil)).isCloseTo(20 * MILLI, within(MILLI));
        if (status > 0) {
            watch.header(status, waitsUntil);
            assertThat(times.forHeader.meanNanos(waitsUntil)).isZero();
        }
        now += 50 * MILLI;
        if (end.equals("complete")) {
            watch.last(now);
        }
        watch.stop(end.equals("late"), now);
        assertThat(times.header.nanos(now) / (double) MILLI).isCloseTo(headerMillis, within(0.1));
        assertThat(times.response.nanos(now) / (double) MILLI).isCloseTo(responseMillis, within(0.1));
        assertThat(times.forHeader.meanNanos(now + MILLI)).isZero();
        assertThat(times.forResponse.meanNanos(now + MILLI)).isZero();
    }

    @Test
    void whatIsToldAfterTheEndDoesNotCount() {
        watch.header(200, now);
        watch.last(now);
        watch.stop(true, now);
        watch.start(times, now);
        watch.stop(false, now);
        watch.header(200, now + MILLI);
        watch.last(now + MILLI);
        watch.stop(true, now + MILLI);
        assertThat(times.header.nanos(now)).isZero();
        assertThat(times.response.nanos(now)).isZero();
    }
}
