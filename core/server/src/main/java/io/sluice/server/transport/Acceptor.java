package io.sluice.server.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MINA's acceptor, which hands each connection to the worker with the fewest. Stock MINA accepts one connection a round,
 * spreads them by session number and sleeps a second on most errors.
 */
final class Acceptor extends NioSocketAcceptor implements Listening {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final long COMPLAINT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long those that wait are taken in at a close, and how long their workers may take to begin with them. */
    private static final long LAST_CALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ExecutorService threads;
    private final Transport transport;
    private volatile ListenOptions options;
    private final AcceptHandler handler;
    private final AtomicInteger arriving = new AtomicInteger();
    private Selector accepting;
    private SelectionKey key;
    private InetSocketAddress address;
    private long lastComplaint = System.nanoTime() - COMPLAINT_NANOS;

    Acceptor(Transport transport, ListenOptions options, AcceptHandler handler) {
        this(transport, options, handler, Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, "sluice-accept-" + options.name());
            thread.setDaemon(true);
            return thread;
        }));
    }

    private Acceptor(Transport transport, ListenOptions options, AcceptHandler handler, ExecutorService threads) {
        super(threads, transport.workers().get(0).loop);
        this.threads = threads;
        this.transport = transport;
        this.options = options;
        this.handler = handler;
        setHandler(LinkHandler.INSTANCE);
        setCloseOnDeactivation(false); // unbinding must not close what is open
        getStatistics().getConfig().setStatisticsCalcEnabled(false); // a global lock
        setBacklog(options.backlog());
    }

    /** Binds now, or throws what the kernel said. */
    void bindNow() throws IOException {
        bind(options.bind());
        address = getLocalAddress();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void accept() {
        key.interestOps(SelectionKey.OP_ACCEPT);
        accepting.wakeup();
    }

    @Override
    public void change(ListenOptions other) {
        options = other;
    }

    @Override
    public void close() {
        unbind();
        dispose();
        threads.shutdown(); // MINA does not, as it did not make them; its last task still runs
        awaitArrivals();
    }

    /** Who asks the workers for their connections then sees those that came last. */
    private void awaitArrivals() {
        long end = System.nanoTime() + LAST_CALL_NANOS;
        while (arriving.get() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Called by the super constructor, before this class's own fields are set: hence no initializer on {@code accepting}. */
    @Override
    protected void init(SelectorProvider ignored) throws Exception {
        CapturingProvider provider = new CapturingProvider();
        super.init(provider);
        accepting = provider.selector();
    }

    @Override
    protected ServerSocketChannel open(SocketAddress local) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(family(options.bind()));
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (options.reusePort()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(local, getBacklog());
            key = channel.register(accepting, 0);
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

    /** Accepts all that wait; sessions go to their workers here, so the caller is told that there is none. */
    @Override
    protected NioSession accept(IoProcessor<NioSession> ignored, ServerSocketChannel server) {
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                accepted(channel);
            }
        } catch (Throwable e) {
            complain(e); // not thrown on: an Error would end MINA's thread, and with it the listener
        }
        return null;
    }

    /**
     * Takes in who waits, and closes the socket then. The kernel resets those that are in the queue of a socket that is closed,
     * even where another process listens at the same address (SO_REUSEPORT), so what lies between the last accept and the close
     * is kept as short as can be: a channel with a key is closed by the next select only, hence first the key goes.
     */
    @Override
    protected void close(ServerSocketChannel server) throws IOException {
        SelectionKey key = server.keyFor(accepting);
        if (key != null) {
            key.cancel();
            accepting.selectNow();
        }
        long end = System.nanoTime() + LAST_CALL_NANOS;
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                accepted(channel);
                if (System.nanoTime() - end > 0) {
                    break;
                }
            }
        } catch (IOException | RuntimeException e) {
            complain(e);
        } finally {
            server.close();
        }
    }

    private void accepted(SocketChannel channel) {
        ListenOptions options = this.options; // that of one moment
        Worker worker = transport.leastLoaded();
        if (worker == null) {
            Worker.closeQuietly(channel);
            if (mayComplain()) {
                log.warn("listener {}: max-connections are open: new clients are refused", options.name());
            }
            handler.refused();
            return;
        }
        try {
            channel.configureBlocking(false);
            if (options.tcpNoDelay()) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            if (options.soKeepalive()) {
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            if (remote == null) {
                throw new IOException("the client has gone");
            }
            Connection connection = new Connection(worker, this, channel, remote);
            if (options.tls() != null) {
                connection.secureWith(new TlsLayer(connection, options.tls(), options.handshakeNanos()));
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
            Worker.closeQuietly(channel); // gone while it waited: nothing to tell anyone
            log.debug("accept on {}", options.name(), e);
        } catch (RuntimeException | Error e) {
            Worker.closeQuietly(channel);
            throw e;
        }
    }

    /** Once in a while: what ails a listener ails it for each client. */
    private boolean mayComplain() {
        long now = System.nanoTime();
        boolean may = now - lastComplaint >= COMPLAINT_NANOS;
        if (may) {
            lastComplaint = now;
        }
        return may;
    }

    /** Out of file descriptors, as a rule: said once a second, and tried again after a pause, since the kernel keeps asking. */
    private void complain(Throwable e) {
        if (mayComplain()) {
            log.error("listener {}: accept on {} failed: {}", options.name(), address, e.toString());
        }
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
