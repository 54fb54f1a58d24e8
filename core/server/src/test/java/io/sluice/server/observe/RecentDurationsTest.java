package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecentDurationsTest {
    private final ManualClock clock = new ManualClock();
    private final RecentDurations recent = new RecentDurations(clock::nanoTime);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, 8, 9, 15, 16, 17, 1000, 123_456_789, Long.MAX_VALUE / 2, Long.MAX_VALUE})
    void aValueComesOutAtMostOneSixteenthOff(long value) {
        long shown = RecentDurations.middle(RecentDurations.bucket(value));

        assertThat(Math.abs(shown - value)).isLessThanOrEqualTo(value / 16 + 1);
    }

    @Test
    void bucketsFollowEachOtherWithoutAGap() {
        for (long value = 1; value < 1 << 20; value++) {
            assertThat(RecentDurations.bucket(value) - RecentDurations.bucket(value - 1))
                    .as("step to %d", value)
                    .isBetween(0, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "59, 1", "60, 1", "119, 1", "120, 0", "600, 0"})
    void aValueIsForgottenAfterItsMinuteAndTheNext(int seconds, int seen) {
        recent.update(5);
        clock.advance(Duration.ofSeconds(seconds));

        assertThat(recent.size()).isEqualTo(seen);
    }

    @Test
    void windowsTakeTurnsForEver() {
        for (int minute = 0; minute < 10; minute++) {
            recent.update(minute);
            assertThat(recent.getSnapshot().getMax()).isEqualTo(minute);
            assertThat(recent.getSnapshot().getMin()).isEqualTo(Math.max(0, minute - 1));
            clock.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void aNegativeLengthCountsAsZero() {
        recent.update(-3);

        assertThat(recent.getSnapshot().getMax()).isZero();
        assertThat(recent.size()).isEqualTo(1);
    }
}
