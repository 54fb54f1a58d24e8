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

    /** Asked at random moments, too often and too seldom by turns; each comes late by a random time. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 1000})
    void noSecondHasMoreThanTheRateThoughEachIsLate(int rate) {
        Random random = new Random(rate);
        Pace pace = new Pace();
        List<Long> moments = new ArrayList<>();
        long now = -5 * SECOND;
        for (int i = 0; i < 20 * rate; i++) {
            now += random.nextInt(3) == 0 ? 0 : (long) (random.nextDouble() * SECOND / rate);
            moments.add(now + pace.reserve(now, rate) + random.nextInt(49_000_000));
        }
        moments.sort(null);
        for (int i = rate; i < moments.size(); i++) {
            assertThat(moments.get(i) - moments.get(i - rate)).isGreaterThan(SECOND);
        }
    }

    @Test
    void theRateIsNearlyUsedUp() {
        Pace pace = new Pace();
        long last = 0;
        for (int i = 0; i < 1000; i++) {
            last = pace.reserve(0, 100);
        }
        assertThat(last).isBetween(10 * SECOND, 11 * SECOND);
    }

    @Test
    void withoutARateNoneWaits() {
        Pace pace = new Pace();
        pace.reserve(0, 1);
        assertThat(pace.reserve(1, 0)).isZero();
    }

    @Test
    void timeThatWasNotUsedIsNotSavedUp() {
        Pace pace = new Pace();
        pace.reserve(0, 10);
        assertThat(pace.reserve(60 * SECOND, 10)).isZero();
        assertThat(pace.reserve(60 * SECOND, 10)).isGreaterThan(SECOND / 10);
    }
}
