package io.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void onlyWhatComesWithinTheWindowIsCountedButEachIsSeenLive() {
        tally.answered(50, 1, 10);
        tally.window(new Window(0, 100, 200));
        tally.answered(99, 1, 10);
        tally.answered(100, 1, 10);
        tally.answered(199, 1, 10);
        tally.answered(200, 1, 10);
        assertThat(tally.messages).isEqualTo(2);
        assertThat(tally.bytesIn).isEqualTo(20);
        assertThat(tally.answered.get()).isEqualTo(5);
    }

    @Test
    void anAnswerAfterTheEndHasALatencyStill() {
        tally.window(new Window(0, 100, 200));
        tally.answered(90, 7_000, 0);
        tally.answered(150, 8_000, 0);
        tally.answered(900, 700_000, 0);
        Histogram measured = tally.measured.getIntervalHistogram();
        assertThat(measured.getTotalCount()).isEqualTo(2);
        assertThat(measured.getMaxValue()).isBetween(700_000L, 700_999L);
        assertThat(tally.unmeasured.getIntervalHistogram().getTotalCount()).isEqualTo(1);
    }

    @Test
    void figuresAreExactToThreeDigits() {
        tally.window(new Window(0, 0, Long.MAX_VALUE - 1));
        for (int micros = 1; micros <= 10_000; micros++) {
            tally.answered(1, micros * 1000L, 0);
        }
        Histogram measured = tally.measured.getIntervalHistogram();
        assertThat(measured.getValueAtPercentile(50) / 1e3).isBetween(4_995.0, 5_005.0);
        assertThat(measured.getValueAtPercentile(99) / 1e3).isBetween(9_890.0, 9_910.0);
        assertThat(measured.getValueAtPercentile(99.9) / 1e3).isBetween(9_980.0, 10_000.0);
        assertThat(measured.getMean() / 1e3).isBetween(4_995.0, 5_006.0);
    }

    @Test
    void whatIsSentLateIsCountedFromAMillisecondOn() {
        tally.window(new Window(0, 0, 1_000));
        tally.sent(5, 1_000_000, 64);
        tally.sent(5, 1_000_001, 64);
        tally.sent(2_000, 9_000_000, 64);
        assertThat(tally.sent).isEqualTo(2);
        assertThat(tally.bytesOut).isEqualTo(128);
        assertThat(tally.late).isEqualTo(1);
        assertThat(tally.mostLate).isEqualTo(1_000_001);
    }
}
