package io.sluice.server.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import org.apache.mina.core.service.IoService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with its connections. Whatever an exchange opens is on the worker of its client, so nothing on the data path
 * is shared. All methods but {@link #execute} are for this worker's own thread.
 */
public final class Worker {
    /** Bytes read at once, and the size of {@link #output()}. */
    public static final int SCRATCH = 64 * 1024;

    /** More than any TLS record is long. */
    private static final int RECORD = 17 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    final EventLoop loop;
    private final String name;
    private final int index;
    private final IoService owner;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final TimerWheel wheel = new TimerWheel(System.nanoTime());
    private final ByteBuffer input = ByteBuffer.allocateDirect(SCRATCH + RECORD);
    private final ByteBuffer output = ByteBuffer.allocateDirect(SCRATCH);
    private final HandshakeTasks handshakes;

    /** Scratch of TLS, made when the first connection needs it. In arrays: the JDK's engine decrypts in place there. */
    private ByteBuffer cipherInput;

    private ByteBuffer cipherOutput;

    private volatile Thread thread;

    /** When the round began that runs now, in nanoTime; 0 while waiting for events. Read by the watchdog. */
    private volatile long busySince;

    /** Connections made and not yet gone, both sides; who accepts hands over to a worker that has clearly fewer. */
    private final AtomicInteger connections = new AtomicInteger();

    private Object attachment;

    Worker(String name, int index, IoService owner, HandshakeTasks handshakes) {
        this.name = name;
        this.handshakes = handshakes;
        this.index = index;
        this.owner = owner;
        this.loop = new EventLoop(run -> new Thread(run).start(), this);
    }

    /** 0 for the first worker. */
    public int index() {
        return index;
    }

    /** The time of this round in nanoTime: cheap, and the same for all that happens in the round. */
    public long now() {
        return wheel.now();
    }

    /** A buffer of {@link #SCRATCH} bytes to put a message together in; cleared, valid until this method is called again. */
    public ByteBuffer output() {
        return output.clear();
    }

    /** What the owner of the workers keeps per worker, such as idle connections to back ends. */
    public Object attachment() {
        return attachment;
    }

    /** Sets {@link #attachment()}; once, before the first connection. */
    public void attach(Object value) {
        attachment = value;
    }

    /** A deadline, not set yet. */
    public Deadline deadline(Runnable action) {
        return new Deadline(wheel, () -> guarded(action));
    }

    /** Runs the task on this worker soon. From any thread. */
    public void execute(Runnable task) {
        tasks.add(task);
        loop.wakeup();
    }

    /** Whether the caller is on this worker. From any thread. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Open connections, both sides. From any thread. */
    public int connections() {
        return connections.get();
    }

    /** Starts the thread: MINA does that when it is handed a session, so it gets one that stands for no connection. */
    void start() throws IOException {
        loop.add(new Link(loop, owner, SocketChannel.open(), null));
    }

    /**
     * Connects to a resolved address, or to a socket in the file system; the callback comes on this worker, never within this call.
     *
     * @param timeoutNanos how long to wait for the connection and its TLS handshake, more than 0
     * @param tls speaks TLS on it, in client mode; null for none
     * @return the connection that is being made, to be closed by a caller that has no more use for it; null when it failed
     *     at once, of which the callback tells
     */
    public Connection connect(
            SocketAddress address, boolean soKeepalive, long timeoutNanos, SSLEngine tls, ConnectCallback callback) {
        SocketChannel channel = null;
        try {
            channel = open(address, soKeepalive);
            if (!channel.connect(address)) {
                channel.finishConnect(); // on this machine it mostly is established by now: saves a round
            }
            Connection connection = new Connection(this, owner, channel, address);
            if (tls != null) {
                connection.secureWith(new TlsLayer(connection, tls));
            }
            Deadline timeout = deadline(() -> connection.fail(new SocketTimeoutException("connect timed out")));
            timeout.set(timeoutNanos);
            connection.handler(new Connecting(callback, timeout));
            loop.add(connection.link());
            return connection;
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
            IOException cause = e instanceof IOException io ? io : new IOException(e);
            execute(() -> callback.onFailed(cause));
            return null;
        }
    }

    private static SocketChannel open(SocketAddress address, boolean soKeepalive) throws IOException {
        if (address instanceof InetSocketAddress inet) {
            SocketChannel channel = SocketChannel.open(
                    inet.getAddress() instanceof Inet4Address
                            ? StandardProtocolFamily.INET
                            : StandardProtocolFamily.INET6);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (soKeepalive) {
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            return channel;
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.configureBlocking(false);
        return channel;
    }

    /** Takes over an accepted channel. From any thread. */
    void adopt(Connection connection) {
        loop.add(connection.link());
    }

    ByteBuffer input() {
        return input.clear().limit(SCRATCH);
    }

    /** Where TLS puts what it decrypts: room for all that one {@link #cipherInput()} holds. */
    ByteBuffer plainInput() {
        return input.clear();
    }

    /** Where ciphertext is read to. */
    ByteBuffer cipherInput() {
        if (cipherInput == null) {
            cipherInput = ByteBuffer.allocate(SCRATCH);
        }
        return cipherInput.clear();
    }

    /** Where TLS puts its records, for the length of one write. */
    ByteBuffer cipherOutput() {
        if (cipherOutput == null) {
            cipherOutput = ByteBuffer.allocate(SCRATCH + 2 * RECORD);
        }
        return cipherOutput.clear();
    }

    HandshakeTasks handshakes() {
        return handshakes;
    }

    AtomicInteger load() {
        return connections;
    }

    /** Runs what waits. Returns how many milliseconds the thread may sleep, 0 for not at all. */
    long beforeSelect() {
        if (thread == null) {
            thread = Thread.currentThread();
            thread.setName(name);
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
        busySince = 0;
        return wheel.millisToNext();
    }

    /** The first thing after a wait: before events are dispatched. */
    void roundBegins() {
        long now = System.nanoTime();
        busySince = now | 1;
        wheel.time(now);
    }

    /** Fires deadlines, after the events, so that traffic that has come already counts. */
    void afterSelect() {
        wheel.advance(wheel.now());
    }

    long busySince() {
        return busySince;
    }

    Thread thread() {
        return thread;
    }

    /** An error in one task must not end the thread: it would take all connections of this worker with it. */
    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            log.error("a task of a worker failed", t);
        }
    }

    static void closeQuietly(SocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("close of {}", channel, e);
            }
        }
    }
}
