package io.sluice.server.transport;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker's watch over a listening socket. On that worker, but for {@link #begin} and {@link #end}. */
final class AcceptWatch {
    private static final Logger log = LoggerFactory.getLogger(AcceptWatch.class);

    /** When what failed is tried again; the kernel keeps asking, so that without a pause it would fill a thread. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Acceptor acceptor;
    private final Worker worker;
    private Deadline pause;
    private SelectionKey key;

    AcceptWatch(Acceptor acceptor, Worker worker) {
        this.acceptor = acceptor;
        this.worker = worker;
    }

    /** From any thread. */
    void begin() {
        worker.execute(() -> {
            try {
                key = worker.loop.watch(acceptor.channel(), this);
            } catch (ClosedChannelException e) {
                log.debug("closed before it was watched", e);
            }
        });
    }

    /** From any thread; some time later the socket is watched no more. */
    void end() {
        worker.execute(() -> {
            if (key != null) {
                key.cancel();
                worker.loop.selectSoon();
            }
            if (pause != null) {
                pause.stop();
            }
        });
    }

    /** Clients wait. */
    void ready() {
        if (key.isValid() && !acceptor.accept(worker) && watch(0)) {
            if (pause == null) {
                pause = worker.deadline(() -> watch(SelectionKey.OP_ACCEPT));
            }
            pause.set(PAUSE_NANOS);
        }
    }

    /** Whether it could be set: the socket may have been closed meanwhile. */
    private boolean watch(int ops) {
        try {
            key.interestOps(ops);
            return true;
        } catch (CancelledKeyException e) {
            log.debug("closed while it was watched", e);
            return false;
        }
    }
}
