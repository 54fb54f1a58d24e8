package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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
}
