package io.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    // System.nanoTime may be anywhere, and overflow. No constant of the compiler's, which would warn of the overflow.
    private static final long START = Long.valueOf(Long.MAX_VALUE) - 1_000_000;

    private static List<Long> due(Schedule schedule, int count) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(schedule.due() - START);
            schedule.advance();
        }
        return all;
    }

    @Test
    void momentsFollowAtTheRateWhateverTheClockSays() {
        assertThat(due(new Schedule(START, 1000, 0, 1), 4)).containsExactly(0L, 1_000_000L, 2_000_000L, 3_000_000L);
    }

    @Test
    void threadsTakeTurns() {
        assertThat(due(new Schedule(START, 1000, 0, 3), 3)).containsExactly(0L, 3_000_000L, 6_000_000L);
        assertThat(due(new Schedule(START, 1000, 2, 3), 3)).containsExactly(2_000_000L, 5_000_000L, 8_000_000L);
    }

    @Test
    void aPeriodThatIsNoWholeNumberDoesNotDrift() {
        Schedule schedule = new Schedule(START, 3, 0, 1);
        due(schedule, 3 * 86_400);
        assertThat(schedule.due() - START).isBetween(86_400_000_000_000L - 1, 86_400_000_000_000L + 1);
    }

    @Test
    void anInfiniteRateIsAlwaysDue() {
        Schedule schedule = new Schedule(START, Double.POSITIVE_INFINITY, 1, 2);
        assertThat(due(schedule, 3)).containsExactly(0L, 0L, 0L);
        assertThat(schedule.missed(START + 1_000)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // taken, moment in ms, missed: one is due at 0, 1, 2 ms ...
        "0, 0, 0",
        "0, 1, 1",
        "0, 10, 10",
        "4, 10, 6",
        "10, 10, 0",
        "12, 10, 0",
    })
    void whatWasDueAndWasNotDoneIsCounted(int taken, long millis, long missed) {
        Schedule schedule = new Schedule(START, 1000, 0, 1);
        due(schedule, taken);
        assertThat(schedule.missed(START + millis * 1_000_000)).isEqualTo(missed);
    }

    @Test
    void thePartsOfAllThreadsMissAllTogether() {
        long missed = 0;
        for (int part = 0; part < 3; part++) {
            missed += new Schedule(START, 1000, part, 3).missed(START + 100_000_000);
        }
        assertThat(missed).isEqualTo(100);
    }

    @Test
    void aPauseIsNotCaughtUp() {
        Schedule schedule = new Schedule(START, 1000, 1, 2);
        schedule.skipTo(START + 50_000_000);
        assertThat(schedule.due() - START).isEqualTo(51_000_000);
        schedule.skipTo(START + 20_000_000);
        assertThat(schedule.due() - START).isEqualTo(51_000_000);
    }
}
