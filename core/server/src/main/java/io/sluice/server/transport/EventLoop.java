package io.sluice.server.transport;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;

/**
 * MINA's processor with its own select: ready keys go straight to their Connection, so that a message costs one wait, one
 * read and one write. Stock MINA makes six system calls a message: it reads until the kernel says no, and wakes its own
 * selector before each write.
 */
final class EventLoop extends NioProcessor {
    private final Worker worker;
    private final Consumer<SelectionKey> dispatch = this::ready;
    private final Deque<SocketChannel> deregistering = new ArrayDeque<>();
    private boolean inRound;
    private final AtomicBoolean woken = new AtomicBoolean();

    EventLoop(Executor executor, Worker worker) {
        super(executor);
        this.worker = worker;
    }

    /** One round: wait, dispatch, fire deadlines, run tasks. What it returns tells MINA that nothing is left to do. */
    @Override
    protected int select(long timeout) throws IOException {
        long wait = Math.min(timeout, worker.beforeSelect());
        if (wait <= 0 || woken.get()) {
            woken.set(false);
            selector.selectNow(dispatch);
        } else {
            selector.select(dispatch, wait);
            woken.set(false);
        }
        closeDeregistered();
        if (!inRound) {
            worker.roundBegins();
        }
        inRound = false;
        worker.afterSelect();
        wakeupCalled.set(true); // an early return is no sign of a broken selector
        return 0;
    }

    private void ready(SelectionKey key) {
        if (!inRound) {
            inRound = true;
            worker.roundBegins();
        }
        if (key.attachment() instanceof Link link) {
            link.connection.ready(key);
        } else {
            ((AcceptWatch) key.attachment()).ready();
        }
    }

    @Override
    protected void wakeup() {
        if (woken.compareAndSet(false, true) && !worker.isCurrent()) {
            selector.wakeup();
        }
    }

    @Override
    protected void init(NioSession session) throws Exception {
        Link link = (Link) session;
        if (link.connection == null) {
            link.getChannel().close(); // the starter: its work is done
        } else {
            try {
                super.init(session);
                link.registered(link.getChannel().keyFor(selector));
            } catch (Exception e) {
                link.connection.gone(e); // MINA drops such a session without a word
                throw e;
            }
        }
    }

    /**
     * The channel is closed after the next select, which takes it off the selector: the JDK closes a channel that is still
     * registered with two system calls more, a look at SO_LINGER and a shutdown.
     */
    @Override
    protected void destroy(NioSession session) throws IOException {
        SocketChannel channel = ((Link) session).getChannel();
        SelectionKey key = channel.keyFor(selector);
        if (key == null || isDisposing()) {
            channel.close();
        } else {
            key.cancel();
            deregistering.add(channel);
            woken.set(true);
        }
    }

    private void closeDeregistered() {
        for (SocketChannel channel = deregistering.poll(); channel != null; channel = deregistering.poll()) {
            Worker.closeQuietly(channel);
        }
    }

    /** Watches a listening socket, of which the attachment is told. */
    SelectionKey watch(ServerSocketChannel channel, AcceptWatch watch) throws ClosedChannelException {
        return channel.register(selector, SelectionKey.OP_ACCEPT, watch);
    }

    /** The next select does not wait: there are keys to forget. */
    void selectSoon() {
        woken.set(true);
    }

    /** Deadlines are the worker's: the scan of all sessions each second is off. */
    @Override
    protected Iterator<NioSession> allSessions() {
        if (!isDisposing()) {
            return Collections.emptyIterator();
        }
        List<NioSession> sessions = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Link link) {
                sessions.add(link);
            } else {
                key.cancel(); // a listening socket: with it the loop would not end
            }
        }
        return sessions.iterator();
    }

    /** Keeps the thread alive without sessions: it has deadlines and tasks to run. */
    @Override
    protected int allSessionsCount() {
        return isDisposing() ? super.allSessionsCount() : 1;
    }
}
