package io.sluice.server.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket that the workers watch themselves: a thread of its own would cost each client two changes of thread.
 * Who accepts a connection keeps it, unless another worker has clearly fewer. At most {@link #WATCHERS} watch, since the
 * kernel wakes each of them that sleeps.
 */
final class Acceptor implements Listening {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final long COMPLAINT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long those that wait are taken in at a close, and how long their workers may take to begin with them. */
    private static final long LAST_CALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int WATCHERS = 4;

    /** Connections accepted in a row, before what else the worker has to do. */
    private static final int BATCH = 16;

    private final Transport transport;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final AcceptHandler handler;
    private final List<AcceptWatch> watches;
    private final AtomicInteger arriving = new AtomicInteger();
    private final AtomicLong nextComplaint = new AtomicLong(System.nanoTime());
    private volatile ListenOptions options;

    /** Whether clients are taken in. */
    private volatile boolean accepting;

    /** Binds now, or throws what the kernel said. */
    Acceptor(Transport transport, ListenOptions options, AcceptHandler handler) throws IOException {
        this.transport = transport;
        this.options = options;
        this.handler = handler;
        channel = open(options);
        address = (InetSocketAddress) channel.getLocalAddress();
        watches = transport.workers().stream()
                .limit(WATCHERS)
                .map(worker -> new AcceptWatch(this, worker))
                .toList();
    }

    private static ServerSocketChannel open(ListenOptions options) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(family(options.bind()));
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (options.reusePort()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(options.bind(), options.backlog());
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** As nginx: 0.0.0.0 is all of IPv4 and nothing of IPv6. */
    private static ProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public void accept() {
        accepting = true;
        watches.forEach(AcceptWatch::begin);
    }

    @Override
    public void change(ListenOptions other) {
        options = other;
    }

    /**
     * Takes in who waits, and closes the socket then; where {@link #accept()} was never called, nobody is taken in. The kernel
     * resets those that are in the queue of a socket that is closed, even where another process listens at the same address
     * (SO_REUSEPORT), so what lies between the last accept and the close is kept as short as can be: a channel that is watched
     * is closed by the next select only, hence the watching ends first.
     */
    @Override
    public void close() {
        watches.forEach(AcceptWatch::end);
        await(channel::isRegistered);
        if (accepting) {
            acceptWaiting(null, Integer.MAX_VALUE);
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("close of listener {}", options.name(), e);
        }
        await(() -> arriving.get() > 0); // who asks the workers for their connections then sees those that came last
    }

    private static void await(BooleanSupplier more) {
        long end = System.nanoTime() + LAST_CALL_NANOS;
        while (more.getAsBoolean() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
        }
    }

    /**
     * Clients wait, or some have.
     *
     * @return whether the socket can be accepted from; what ails it was logged
     */
    boolean accept(Worker worker) {
        return acceptWaiting(worker, BATCH);
    }

    private boolean acceptWaiting(Worker worker, int most) {
        long end = System.nanoTime() + LAST_CALL_NANOS;
        try {
            for (int i = 0; i < most && System.nanoTime() - end < 0; i++) {
                SocketChannel accepted = channel.accept();
                if (accepted == null) {
                    break;
                }
                accepted(accepted, worker);
            }
            return true;
        } catch (ClosedChannelException e) {
            return false; // by close(), which has waited long enough for this worker
        } catch (Throwable e) {
            complain(e); // not thrown on: an Error would end the worker's thread
            return false;
        }
    }

    private void accepted(SocketChannel accepted, Worker here) {
        ListenOptions rules = options; // those of one moment
        Worker worker = transport.workerFor(here);
        if (worker == null) {
            Worker.closeQuietly(accepted);
            if (mayComplain()) {
                log.warn("listener {}: max-connections are open: new clients are refused", rules.name());
            }
            handler.refused();
            return;
        }
        try {
            accepted.configureBlocking(false);
            if (rules.tcpNoDelay()) {
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            if (rules.soKeepalive()) {
                accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            InetSocketAddress remote = (InetSocketAddress) accepted.getRemoteAddress();
            if (remote == null) {
                throw new IOException("the client has gone");
            }
            Connection connection = new Connection(worker, transport.owner(), accepted, remote);
            if (rules.tls() != null) {
                connection.secureWith(new TlsLayer(connection, rules.tls(), rules.handshakeNanos()));
            }
            Accepted begin = new Accepted(handler, arriving);
            connection.handler(begin);
            try {
                worker.adopt(connection);
            } catch (RuntimeException | Error e) {
                begin.arrived();
                throw e;
            }
        } catch (IOException e) {
            Worker.closeQuietly(accepted); // gone while it waited: nothing to tell anyone
            log.debug("accept on {}", rules.name(), e);
        } catch (RuntimeException | Error e) {
            Worker.closeQuietly(accepted);
            throw e;
        }
    }

    /** Once in a while: what ails a listener ails it for each client. */
    private boolean mayComplain() {
        long now = System.nanoTime();
        long next = nextComplaint.get();
        return now - next >= 0 && nextComplaint.compareAndSet(next, now + COMPLAINT_NANOS);
    }

    /** Out of file descriptors, as a rule. */
    private void complain(Throwable e) {
        if (mayComplain()) {
            log.error("listener {}: accept on {} failed: {}", options.name(), address, e.toString());
        }
    }
}
