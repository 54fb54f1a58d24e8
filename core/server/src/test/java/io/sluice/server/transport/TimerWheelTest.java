package io.sluice.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wheel alone, its time handed in. */
class TimerWheelTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long TICK = TimerWheel.TICK_NANOS;
    private static final long START = 12_345_678_901L;

    private final TimerWheel wheel = new TimerWheel(START);
    private final List<String> fired = new ArrayList<>();
    private long now = START;

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, 99, 100, 101, 999, 1_000, 60_000, 102_300, 102_400, 102_500, 3_600_000, 31_536_000_000L})
    void aDeadlineIsNeverEarlyAndAtMostOneTickLate(long millis) {
        named("a").set(millis * MILLI);
        jump(millis * MILLI - 1);
        assertThat(fired).isEmpty();
        jump(1 + TICK);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void aDeadlineInThePastFiresAtTheNextTick() {
        named("a").set(-5);
        jump(TICK);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void aDeadlineFiresOnce() {
        named("a").set(50 * MILLI);
        walk(5_000);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void aDeadlineSetLaterFiresOnlyThen() {
        Deadline a = named("a");
        a.set(200 * MILLI);
        a.set(1_000 * MILLI);
        walk(999);
        assertThat(fired).isEmpty();
        assertThat(a.isSet()).isTrue();
        walk(101);
        assertThat(fired).containsExactly("a");
        assertThat(a.isSet()).isFalse();
    }

    @Test
    void aDeadlineSetEarlierFiresThen() {
        Deadline a = named("a");
        a.set(60_000 * MILLI);
        a.set(200 * MILLI);
        walk(300);
        assertThat(fired).containsExactly("a");
        walk(61_000);
        assertThat(fired).hasSize(1);
    }

    @Test
    void aStoppedDeadlineDoesNotFireUntilItIsSetAgain() {
        Deadline a = named("a");
        a.set(200 * MILLI);
        a.stop();
        walk(1_000);
        assertThat(fired).isEmpty();
        a.set(100 * MILLI);
        walk(200);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void theActionMaySetItsOwnDeadlineAgain() {
        Deadline[] self = new Deadline[1];
        self[0] = new Deadline(wheel, () -> {
            fired.add("again");
            self[0].set(0);
        });
        self[0].set(0);
        for (int i = 0; i < 5; i++) {
            jump(TICK);
        }
        assertThat(fired).hasSize(5);
    }

    @Test
    void anActionMayStopAndMoveOthersOfTheSameTick() {
        Deadline[] others = new Deadline[3];
        Deadline first = new Deadline(wheel, () -> {
            others[0].stop();
            others[1].set(500 * MILLI);
            others[2].set(0);
        });
        first.set(10 * MILLI);
        for (int i = 0; i < 3; i++) {
            others[i] = named("other" + i);
            others[i].set(10 * MILLI);
        }
        walk(200);
        assertThat(fired).containsExactly("other2");
        walk(500);
        assertThat(fired).containsExactly("other2", "other1");
    }

    @Test
    void aJumpOfHoursFiresEachOnce() {
        for (int i = 0; i < 3_000; i++) {
            named("d" + i).set(i * 97L * MILLI);
        }
        named("far").set(TimeUnit.HOURS.toNanos(10));
        jump(TimeUnit.HOURS.toNanos(9));
        assertThat(fired).hasSize(3_000).doesNotHaveDuplicates().doesNotContain("far");
        jump(TimeUnit.HOURS.toNanos(1) + TICK);
        assertThat(fired).hasSize(3_001);
    }

    /** The owner sleeps as it is told: that must not make a deadline later than its tick and the millisecond it rounds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 150, 802, 810, 850, 901, 950, 999, 1_001, 1_050, 1_099, 5_055})
    void theOwnerIsWokenInTime(long millis) {
        for (int phase = 0; phase < 100; phase += 7) {
            fired.clear();
            jump(phase * MILLI);
            long due = now + millis * MILLI;
            named("a").set(millis * MILLI);
            while (fired.isEmpty()) {
                long sleep = wheel.millisToNext();
                assertThat(sleep).isBetween(1L, 1_001L);
                jump(sleep * MILLI);
            }
            assertThat(now - due).isBetween(0L, TICK + 2 * MILLI);
        }
    }

    /** Against the simplest thing that is right: a list of times. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42})
    void itDoesWhatAListOfTimesDoes(long seed) {
        Random random = new Random(seed);
        int count = 60;
        long[] due = new long[count];
        boolean[] mayFire = new boolean[count];
        List<Deadline> deadlines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int self = i;
            due[i] = Long.MAX_VALUE;
            deadlines.add(new Deadline(wheel, () -> {
                assertThat(now).as("deadline %d early", self).isGreaterThanOrEqualTo(due[self]);
                assertThat(mayFire[self]).as("deadline %d fired twice", self).isTrue();
                mayFire[self] = false;
                due[self] = Long.MAX_VALUE;
                if (self % 3 == 0) { // some set, some stop a neighbour
                    change(random, (self + 1) % count, deadlines, due, mayFire);
                }
            }));
        }
        for (int step = 0; step < 20_000; step++) {
            change(random, random.nextInt(count), deadlines, due, mayFire);
            if (random.nextInt(3) == 0) {
                jump(random.nextInt(200) == 0 ? random.nextLong(400_000 * MILLI) : random.nextLong(250 * MILLI));
                for (int i = 0; i < count; i++) {
                    assertThat(deadlines.get(i).isSet()).isEqualTo(mayFire[i]);
                    assertThat(due[i]).as("deadline %d late", i).isGreaterThan(now - TICK);
                }
            }
        }
    }

    private void change(Random random, int which, List<Deadline> deadlines, long[] due, boolean[] mayFire) {
        if (random.nextInt(4) == 0) {
            deadlines.get(which).stop();
            due[which] = Long.MAX_VALUE;
            mayFire[which] = false;
        } else {
            long nanos = random.nextInt(10) == 0 ? random.nextLong(300_000 * MILLI) : random.nextLong(2_000 * MILLI);
            deadlines.get(which).set(nanos);
            due[which] = now + nanos;
            mayFire[which] = true;
        }
    }

    private Deadline named(String name) {
        return new Deadline(wheel, () -> fired.add(name));
    }

    private void jump(long nanos) {
        now += nanos;
        wheel.advance(now);
    }

    private void walk(long millis) {
        for (long i = 0; i < millis; i++) {
            jump(MILLI);
        }
    }
}
