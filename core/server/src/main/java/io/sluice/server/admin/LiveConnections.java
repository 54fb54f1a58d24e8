package io.sluice.server.admin;

import io.sluice.server.listener.Listener;
import io.sluice.server.listener.LiveConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks for connections on all workers, and closes them. Each worker keeps no more than what may come into the list; the lists
 * are put together on a thread apart. Thread-safe.
 */
final class LiveConnections {
    private static final long PATIENCE_SECONDS = 10;

    private final Supplier<Collection<Listener>> listeners;
    private final Executor thread = AdminThread.named("admin-connections");

    /** Of these listeners, as they are at each call. */
    LiveConnections(Supplier<Collection<Listener>> listeners) {
        this.listeners = listeners;
    }

    /**
     * Some connections.
     *
     * @param rows those that come first
     * @param matching how many there are
     */
    record Found(List<ConnectionRow> rows, int matching) {}

    /** What one worker has found. Confined to it until the walk is over. */
    private static final class Heap implements Consumer<LiveConnection> {
        private final Predicate<LiveConnection> wanted;
        private final Order order;
        private final int most;
        private final PriorityQueue<ConnectionRow> rows = new PriorityQueue<>();
        private int matching;

        private Heap(Predicate<LiveConnection> wanted, Order order, int most) {
            this.wanted = wanted;
            this.order = order;
            this.most = most;
        }

        @Override
        public void accept(LiveConnection connection) {
            if (!wanted.test(connection)) {
                return;
            }
            matching++;
            long key = order.key(connection);
            if (rows.size() < most || rows.element().key() < key) {
                rows.add(ConnectionRow.of(connection, key));
                if (rows.size() > most) {
                    rows.remove();
                }
            }
        }
    }

    /** Those that fit, the first of them in an order. */
    CompletionStage<Found> find(Predicate<LiveConnection> wanted, Order order, int most) {
        Queue<Heap> heaps = new ConcurrentLinkedQueue<>();
        return walk(() -> {
                    Heap heap = new Heap(wanted, order, most);
                    heaps.add(heap);
                    return heap;
                })
                .thenApplyAsync(
                        ignored -> new Found(
                                heaps.stream()
                                        .flatMap(heap -> heap.rows.stream())
                                        .sorted(Comparator.reverseOrder())
                                        .limit(most)
                                        .toList(),
                                heaps.stream().mapToInt(heap -> heap.matching).sum()),
                        thread);
    }

    /**
     * Of those that fit.
     *
     * @param closed how many were ended
     * @param ending how many were being ended already, and go on as they began to
     */
    record Closed(int closed, int ending) {}

    /** Closes those that fit. */
    CompletionStage<Closed> close(Predicate<LiveConnection> wanted, int code, String reason) {
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger ending = new AtomicInteger();
        return walk(() -> connection -> {
                    if (wanted.test(connection)) {
                        (connection.close(code, reason) ? closed : ending).incrementAndGet();
                    }
                })
                .thenApplyAsync(ignored -> new Closed(closed.get(), ending.get()), thread);
    }

    private CompletableFuture<Void> walk(Supplier<Consumer<LiveConnection>> byWorker) {
        List<CompletableFuture<?>> walks = new ArrayList<>();
        listeners.get().forEach(one -> walks.add(one.walk(byWorker).toCompletableFuture()));
        return CompletableFuture.allOf(walks.toArray(CompletableFuture<?>[]::new))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
