package io.sluice.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.DrainConfig;
import io.sluice.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DrainsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void eachGetsAMomentWithinTheWindowAndTheyAreSpreadEvenly() {
        List<Long> moments = new CopyOnWriteArrayList<>();
        try (Drains drains = new Drains(rate(0))) {
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                drains.within(Duration.ofSeconds(1), Runnable::run, () -> moments.add(System.nanoTime() - start));
            }
            Eventually.until("all have had theirs", () -> moments.size() == 100);
        }
        assertThat(moments).isSorted();
        for (int tenth = 0; tenth < 10; tenth++) {
            long from = TimeUnit.MILLISECONDS.toNanos(100L * tenth);
            // the moments themselves are known to be spread; a machine that is busy may be late with some
            assertThat(moments.stream().filter(moment -> moment < from).count()).isLessThanOrEqualTo(10 * tenth + 2);
        }
    }

    @Test
    void theRateHoldsForAllCausesTogether() {
        List<Long> moments = new CopyOnWriteArrayList<>();
        try (Drains drains = new Drains(rate(50))) {
            for (int i = 0; i < 60; i++) {
                drains.within(
                        i % 2 == 0 ? Duration.ZERO : Duration.ofMillis(10),
                        Runnable::run,
                        () -> moments.add(System.nanoTime()));
            }
            Eventually.until("all have had theirs", () -> moments.size() == 60);
        }
        assertThat(moments.get(59) - moments.get(0)).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void whatIsCancelledDoesNotHappenAndNothingIsKeptOfIt() {
        AtomicInteger happened = new AtomicInteger();
        try (Drains drains = new Drains(rate(0))) {
            List<Drains.Ticket> tickets = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                tickets.add(drains.within(HOUR, Runnable::run, happened::incrementAndGet));
            }
            assertThat(drains.waiting()).isEqualTo(100);
            tickets.forEach(Drains.Ticket::cancel);
            assertThat(drains.waiting()).isZero();
            drains.within(Duration.ZERO, Runnable::run, happened::incrementAndGet);
            Eventually.until("the one that was not happens", () -> happened.get() == 1);
        }
    }

    @Test
    void whatIsCancelledInTheQueueOfItsWorkerDoesNotHappenEither() throws Exception {
        BlockingQueue<Runnable> worker = new LinkedBlockingQueue<>();
        AtomicInteger happened = new AtomicInteger();
        try (Drains drains = new Drains(rate(0))) {
            Drains.Ticket ticket = drains.within(Duration.ZERO, worker::add, happened::incrementAndGet);
            Runnable handedOver = worker.poll(20, TimeUnit.SECONDS);
            ticket.cancel();
            handedOver.run();
            assertThat(happened).hasValue(0);
            for (int i = 0; i < 100; i++) { // it takes nobody's place
                drains.within(Duration.ZERO, Runnable::run, happened::incrementAndGet);
            }
            Eventually.until("the others happen", () -> happened.get() == 100);
        }
    }

    @Test
    void itsThreadGoesWhenThereIsNothingToDo() {
        try (Drains drains = new Drains(rate(0))) {
            AtomicInteger happened = new AtomicInteger();
            drains.within(Duration.ZERO, Runnable::run, happened::incrementAndGet);
            Eventually.until("it happens", () -> happened.get() == 1);
            Eventually.until("the thread is gone", () -> threads() == 0);
            drains.within(Duration.ZERO, Runnable::run, happened::incrementAndGet);
            Eventually.until("it happens again", () -> happened.get() == 2);
        }
    }

    @Test
    void afterItsEndNothingHappens() {
        Drains drains = new Drains(rate(0));
        AtomicInteger happened = new AtomicInteger();
        drains.within(HOUR, Runnable::run, happened::incrementAndGet);
        drains.close();
        drains.within(Duration.ZERO, Runnable::run, happened::incrementAndGet).cancel();
        assertThat(drains.waiting()).isZero();
        assertThat(happened).hasValue(0);
    }

    private static long threads() {
        return Stream.of(Thread.getAllStackTraces().keySet().toArray(new Thread[0]))
                .filter(thread -> thread.getName().equals("drain"))
                .count();
    }

    private static DrainConfig rate(int rate) {
        Duration second = Duration.ofSeconds(1);
        return new DrainConfig(1012, "", 1001, "", second, rate, second, second, second);
    }
}
