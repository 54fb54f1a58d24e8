package io.sluice.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Asked whenever there is something, but late, and sometimes after a long pause; what comes of it is late once more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 1000})
    void noSecondHasMoreThanTheRateHoweverLateItIsAsked(int rate) {
        Random random = new Random(rate);
        Pace pace = new Pace();
        List<Long> moments = new ArrayList<>();
        long now = -5 * SECOND;
        while (moments.size() < 20 * rate) {
            long wait = ask(pace, now, rate);
            if (wait == 0) {
                moments.add(now + random.nextInt(29_000_000));
                now += random.nextInt(3 * rate) == 0 ? random.nextInt(700_000_000) : 0;
            } else {
                now += wait + (random.nextInt(10) == 0 ? random.nextInt(40_000_000) : random.nextInt(2_000_000));
            }
        }
        moments.sort(null);
        for (int i = rate; i < moments.size(); i++) {
            assertThat(moments.get(i) - moments.get(i - rate)).isGreaterThan(SECOND);
        }
    }

    @Test
    void theRateIsNearlyUsedUp() {
        Pace pace = new Pace();
        long now = 0;
        for (int i = 0; i < 1000; ) {
            long wait = ask(pace, now, 100);
            i += wait == 0 ? 1 : 0;
            now += wait == 0 ? 0 : wait + 1_000_000; // each time a little late
        }
        assertThat(now).isBetween(10 * SECOND, 11 * SECOND);
    }

    @Test
    void withoutARateNoneWaits() {
        Pace pace = new Pace();
        ask(pace, 0, 1);
        assertThat(ask(pace, 1, 0)).isZero();
    }

    @Test
    void timeThatWasNotUsedIsNotSavedUp() {
        Pace pace = new Pace();
        ask(pace, 0, 10);
        assertThat(ask(pace, 60 * SECOND, 10)).isZero();
        assertThat(ask(pace, 60 * SECOND, 10)).isGreaterThan(SECOND / 20);
    }

    private static long ask(Pace pace, long now, int rate) {
        long wait = pace.untilFree(now, rate);
        if (wait == 0) {
            pace.used(now, rate);
        }
        return wait;
    }
}
