package io.sluice.server.health;

import io.sluice.api.health.Conversation;
import io.sluice.server.transport.Deadline;
import io.sluice.server.transport.Worker;
import java.net.SocketAddress;
import javax.net.ssl.SSLEngine;

/** A worker that serves no clients: probes go the way that exchanges go. */
final class WorkerLoop implements Loop {
    private final Worker worker;

    WorkerLoop(Worker worker) {
        this.worker = worker;
    }

    @Override
    public void execute(Runnable task) {
        worker.execute(task);
    }

    @Override
    public long now() {
        return worker.now();
    }

    @Override
    public Timer timer(Runnable action) {
        Deadline deadline = worker.deadline(action);
        return new Timer() {
            @Override
            public void set(long nanos) {
                deadline.set(nanos);
            }

            @Override
            public void stop() {
                deadline.stop();
            }
        };
    }

    @Override
    public Talk talk(SocketAddress address, SSLEngine tls, long nanos, Conversation conversation) {
        ProbeLine line = new ProbeLine(conversation, tls != null);
        line.connecting(worker.connect(address, false, nanos, tls, line));
        return line;
    }
}
