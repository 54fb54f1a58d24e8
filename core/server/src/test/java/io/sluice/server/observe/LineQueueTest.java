package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineQueueTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 1000})
    void itHoldsAsManyLinesAsItWasMadeFor(int capacity) {
        LineQueue queue = new LineQueue(capacity);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < capacity; i++) {
                assertThat(queue.offer("line " + i)).isTrue();
            }
            assertThat(queue.offer("one more")).isFalse();
            for (int i = 0; i < capacity; i++) {
                assertThat(queue.poll()).isEqualTo("line " + i);
            }
            assertThat(queue.poll()).isNull();
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 24) + 1})
    void aCapacityOutOfRangeIsRefused(int capacity) {
        assertThatThrownBy(() -> new LineQueue(capacity)).hasMessageStartingWith("capacity: " + capacity);
    }

    @Test
    void linesOfManyThreadsArriveOnceAndInTheOrderOfEach() throws Exception {
        int threads = 4;
        int each = 20_000;
        LineQueue queue = new LineQueue(64);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String name = t + ":";
            running.add(pool.submit(() -> {
                for (int i = 0; i < each; i++) {
                    while (!queue.offer(name + i)) {
                        LockSupport.parkNanos(1_000);
                    }
                }
            }));
        }
        int[] next = new int[threads];
        for (int taken = 0; taken < threads * each; ) {
            String line = queue.poll();
            if (line == null) {
                LockSupport.parkNanos(1_000);
                continue;
            }
            int from = line.charAt(0) - '0';
            if (!line.substring(2).equals(Integer.toString(next[from]))) {
                fail("line %s of thread %d after %d of its lines", line, from, next[from]);
            }
            next[from]++;
            taken++;
        }
        for (Future<?> one : running) {
            one.get(10, TimeUnit.SECONDS);
        }
        pool.shutdown();
        assertThat(queue.isEmpty()).isTrue();
    }
}
