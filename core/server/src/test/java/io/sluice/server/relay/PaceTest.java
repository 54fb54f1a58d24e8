package io.sluice.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PriorityQueue<Long> underWay = new PriorityQueue<>();
    private final List<Long> moments = new ArrayList<>();
    private final Pace pace = new Pace();
    private long now = -5 * SECOND;

    /** Asked whenever there is something, but late, and sometimes after a long pause; what is asked for is late once more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 1000})
    void noSecondHasMoreThanTheRateHoweverLateItIsAsked(int rate) {
        Random random = new Random(rate);
        while (moments.size() < 20 * rate) {
            if (step(rate, random.nextInt(random.nextInt(50) == 0 ? 600_000_000 : 29_000_000))) {
                now += random.nextInt(3 * rate) == 0 ? random.nextInt(700_000_000) : 0;
            } else {
                now += random.nextInt(10) == 0 ? random.nextInt(40_000_000) : random.nextInt(2_000_000);
            }
        }
        moments.sort(null);
        for (int i = rate; i < moments.size(); i++) {
            assertThat(moments.get(i) - moments.get(i - rate)).isGreaterThan(SECOND);
        }
    }

    @Test
    void theRateIsNearlyUsedUp() {
        long start = now;
        while (moments.size() < 1000) {
            stepLate();
        }
        assertThat(now - start).isBetween(10 * SECOND, 11 * SECOND);
    }

    @Test
    void eventsAreSpreadEvenlyAndAfterADelayTwiceAsDenseAtMost() {
        while (moments.size() < 300) {
            if (!step(100, 0) && moments.size() == 150) {
                now += 400_000_000;
            }
        }
        for (int i = 1; i < 300; i++) {
            assertThat(moments.get(i) - moments.get(i - 1)).isGreaterThanOrEqualTo(SECOND / 200);
        }
    }

    @Test
    void withoutARateNoneWaits() {
        assertThat(step(1, SECOND)).isTrue();
        assertThat(pace.untilFree(now, 0)).isZero();
    }

    @Test
    void timeThatWasNotUsedIsNotSavedUp() {
        step(10, 0);
        now += 60 * SECOND;
        int asked = 0;
        for (long end = now + SECOND; now < end; ) {
            asked += step(10, 0) ? 1 : 0;
        }
        assertThat(asked).isLessThanOrEqualTo(10);
    }

    private void stepLate() {
        if (!step(100, 1_000_000)) {
            now += 1_000_000;
        }
    }

    /** Asks for an event, which comes so late, where there may be one; else waits as long as it is told. */
    private boolean step(int rate, long late) {
        while (!underWay.isEmpty() && underWay.peek() <= now) {
            moments.add(underWay.peek());
            pace.came(underWay.remove(), rate);
        }
        long wait = pace.untilFree(now, rate);
        if (wait == 0) {
            pace.ask(now, rate);
            underWay.add(now + late);
        } else {
            now = wait == Long.MAX_VALUE ? underWay.element() : now + wait;
        }
        return wait == 0;
    }
}
