package io.sluice.server.listener;

import io.sluice.server.transport.Deadline;
import io.sluice.server.transport.Worker;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One walk along the connections of a worker: some in each of its rounds, so that traffic goes on in between. */
final class Walk {
    /** How many are called in one round: some 100 microseconds. */
    static final int SLICE = 500;

    private final Worker worker;
    private final Clients clients;
    private final long last;
    private final Supplier<Consumer<LiveConnection>> maker;
    private final Clients.Cursor cursor = new Clients.Cursor();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Consumer<LiveConnection> action;
    private Deadline next;

    Walk(Worker worker, Clients clients, long last, Supplier<Consumer<LiveConnection>> maker) {
        this.worker = worker;
        this.clients = clients;
        this.last = last;
        this.maker = maker;
    }

    /** From any thread. */
    CompletableFuture<Void> begin() {
        worker.execute(() -> {
            next = worker.deadline(this::step);
            step();
        });
        return done;
    }

    private void step() {
        try {
            action = action == null ? maker.get() : action;
            if (clients.walk(cursor, SLICE, last, action)) {
                next.set(0); // a task would run in this round still
            } else {
                done.complete(null);
            }
        } catch (RuntimeException | Error e) {
            cursor.unlink();
            done.completeExceptionally(e);
        }
    }
}
