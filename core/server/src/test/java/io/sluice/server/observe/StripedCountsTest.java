package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StripedCountsTest {
    @Test
    void nothingThatSeveralThreadsCountIsLostOrCountedElsewhere() throws InterruptedException {
        StripedCounts counts = new StripedCounts(3);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 1_000; n++) {
                    counts.add(0, 1);
                    counts.add(2, n);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(counts.sum(0)).isEqualTo(40_000);
        assertThat(counts.sum(1)).isZero();
        assertThat(counts.sum(2)).isEqualTo(40 * 499_500);
    }

    @Test
    void whatIsNeverCountedIsZero() {
        StripedCounts counts = new StripedCounts(2);
        assertThat(counts.sum(0)).isZero();
        assertThat(counts.sum(1)).isZero();
    }

    @Test
    void noFirstCountIsLostWhenAllCountForTheFirstTimeAtOnce() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier together = new CyclicBarrier(threads);
        try {
            for (int round = 0; round < 500; round++) {
                StripedCounts counts = new StripedCounts(1);
                Callable<Void> first = () -> {
                    together.await();
                    counts.add(0, 1);
                    return null;
                };
                for (Future<Void> one : pool.invokeAll(Collections.nCopies(threads, first))) {
                    one.get();
                }
                assertThat(counts.sum(0)).isEqualTo(threads);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
