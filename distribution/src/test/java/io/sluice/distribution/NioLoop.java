package io.sluice.distribution;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread with thousands of connections: what stands for a crowd of clients, and for the server that they want. */
abstract class NioLoop implements AutoCloseable {
    final Selector selector;
    private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);
    private final Thread thread;
    private volatile boolean ended;
    private volatile Throwable failure;

    NioLoop(String name) throws IOException {
        selector = Selector.open();
        thread = new Thread(this::run, name);
    }

    /** One connection. On the loop's thread. */
    abstract static class Peer {
        final SocketChannel channel;
        private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
        private SelectionKey key;

        Peer(SocketChannel channel) {
            this.channel = channel;
        }

        /** It is connected. */
        void connected() throws IOException {}

        /** Bytes have come; it takes all of them. */
        abstract void bytes(ByteBuffer data) throws IOException;

        /** No more will come: FIN, or what the other side broke it with. */
        abstract void ended(IOException cause);

        final void write(ByteBuffer data) throws IOException {
            if (waiting.isEmpty()) {
                channel.write(data);
            }
            if (data.hasRemaining()) {
                waiting.add(data);
                key.interestOpsOr(SelectionKey.OP_WRITE);
            }
        }

        private void flush() throws IOException {
            while (!waiting.isEmpty()) {
                channel.write(waiting.peek());
                if (waiting.peek().hasRemaining()) {
                    return;
                }
                waiting.remove();
            }
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }

        final void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    final void start() {
        thread.start();
    }

    /** Has it done on the loop's thread. */
    final void ask(Runnable what) {
        asked.add(what);
        selector.wakeup();
    }

    /** What the loop broke down by, which fails the test. */
    final void check() {
        if (failure != null) {
            throw new AssertionError(thread.getName(), failure);
        }
    }

    final void add(Peer peer, int interest) throws IOException {
        peer.channel.configureBlocking(false);
        peer.key = peer.channel.register(selector, interest, peer);
    }

    /** Does what is due, and says after how many milliseconds it wants to be asked again; 0 for when something comes. */
    abstract long due() throws IOException;

    /** What has no peer is ready. */
    void ready(SelectionKey key) throws IOException {
        throw new AssertionError("nobody waits for " + key);
    }

    private void run() {
        try {
            while (!ended) {
                long millis = due();
                if (asked.isEmpty()) {
                    selector.select(this::serve, millis);
                } else {
                    selector.selectNow(this::serve);
                }
                for (Runnable next = asked.poll(); next != null; next = asked.poll()) {
                    next.run();
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (!(key.attachment() instanceof Peer peer)) {
                ready(key);
                return;
            }
            try {
                serve(key, peer);
            } catch (IOException e) {
                peer.ended(e);
                peer.close();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void serve(SelectionKey key, Peer peer) throws IOException {
        if (key.isConnectable() && peer.channel.finishConnect()) {
            key.interestOps(SelectionKey.OP_READ);
            peer.connected();
        }
        if (key.isWritable()) {
            peer.flush();
        }
        if (key.isReadable()) {
            scratch.clear();
            int count = peer.channel.read(scratch);
            if (count < 0) {
                peer.ended(null);
                peer.close();
            } else {
                peer.bytes(scratch.flip());
            }
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
        check();
    }
}
