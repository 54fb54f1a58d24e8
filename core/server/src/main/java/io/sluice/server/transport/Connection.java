package io.sluice.server.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.apache.mina.core.service.IoService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, of TCP or of a Unix socket, confined to its worker's thread.
 *
 * <p>Writing never blocks and never refuses: what the kernel does not take is copied and waits. The writer watches {@link
 * #pending()} and holds back its source above {@link #HIGH_WATER}, until {@link ConnectionHandler#onDrained}.
 */
public final class Connection {
    /** Bytes waiting above which a source should be suspended. */
    public static final int HIGH_WATER = 64 * 1024;

    /** Bytes waiting below which it may go on. */
    public static final int LOW_WATER = 16 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final Worker worker;
    private final Link link;
    private final SocketAddress remote;
    private final Inlet inlet = new Inlet();
    private final Outlet outlet;
    private ConnectionHandler handler;
    private TlsLayer tls;
    private boolean plainOnTls;
    private boolean closing;
    private boolean gone;
    private Throwable cause;

    Connection(Worker worker, IoService service, SocketChannel channel, SocketAddress remote) {
        this.worker = worker;
        this.remote = remote;
        this.outlet = new Outlet(channel);
        this.link = new Link(worker.loop, service, channel, this);
        worker.load().incrementAndGet();
    }

    /** The worker whose thread owns this connection. */
    public Worker worker() {
        return worker;
    }

    /** A serial number, unique in this process. */
    public long id() {
        return link.getId();
    }

    /** The peer's address, of a connection that was accepted. */
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) remote;
    }

    /** This side's address, of a connection that was accepted; null once it is closed. */
    public InetSocketAddress localAddress() {
        return link.getLocalAddress();
    }

    /** Its TLS; null where it has none, and before the end of the handshake. */
    public TlsSession tls() {
        return tls != null && tls.open() ? tls : null;
    }

    /** Whether TLS is spoken on it, or was to be: {@link #plainOnTls()}. */
    public boolean secured() {
        return tls != null || plainOnTls;
    }

    /** Whether the client speaks without TLS on a listener that has it. What it says is handed on as on a plain one. */
    public boolean plainOnTls() {
        return plainOnTls;
    }

    /** Whether the peer's FIN came without the close_notify that TLS wants before it: something may have been cut off. */
    public boolean truncated() {
        return inlet.truncated();
    }

    /** Who hears of what happens here; replaces the one before. */
    public void handler(ConnectionHandler next) {
        handler = next;
    }

    /** How long the peer may take no byte while some wait; 0 for ever. */
    public void sendTimeout(long nanos) {
        outlet.sendTimeout(nanos);
    }

    /** Bytes read so far; with TLS those that it carried. */
    public long bytesRead() {
        return inlet.bytesRead();
    }

    /** Bytes the kernel has taken so far; with TLS, as in nginx, those that were put into records. */
    public long bytesWritten() {
        return tls == null ? outlet.written() : tls.bytesWritten();
    }

    /** Bytes written here that the kernel has not taken yet; with TLS those of its records. */
    public int pending() {
        return outlet.pending();
    }

    /** Whether it can still be written to. */
    public boolean isOpen() {
        return !closing;
    }

    /** Whether the peer has sent FIN. */
    public boolean inputEnded() {
        return inlet.ended();
    }

    /** Reads no more until {@link #resumeRead()}. */
    public void suspendRead() {
        inlet.suspend();
        updateInterest();
    }

    /** Reads on; what the handler had left in the buffer comes first, soon but not within this call. */
    public void resumeRead() {
        inlet.resume(this);
    }

    /**
     * Writes all of {@code data}, now as far as the kernel takes it, the rest as soon as it can. On a connection that is
     * closed the bytes are dropped: {@link ConnectionHandler#onClosed} tells.
     */
    public void write(ByteBuffer data) {
        if (closing) {
            data.position(data.limit());
            return;
        }
        if (tls == null) {
            send(data);
            return;
        }
        try {
            tls.write(data);
        } catch (IOException e) {
            data.position(data.limit());
            fail(e);
        }
    }

    /** Writes what goes over the wire as it is. */
    void send(ByteBuffer data) {
        if (!closing && data.hasRemaining()) {
            outlet.write(data, this);
        }
    }

    /** Sends FIN after what waits, with TLS close_notify before it; reading goes on. */
    public void shutdownOutput() {
        if (!closing) {
            if (tls != null) {
                tls.end();
            }
            try {
                outlet.end();
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    /**
     * Closes after what waits has been written, but after the send timeout at the latest. A peer that may still be sending
     * is given FIN and five seconds in which its bytes are read and dropped, so that a reset does not destroy the answer on
     * its way (RFC 9112 section 9.6).
     */
    public void close() {
        if (closing) {
            return;
        }
        if (inlet.ended() && pending() == 0) {
            closeNow();
            return;
        }
        linger();
    }

    private void linger() {
        Lingering lingering = new Lingering(handler);
        handler = lingering;
        inlet.discard();
        shutdownOutput();
        updateInterest();
        lingering.begin(this);
    }

    /** Closes now; what waits is lost. The peer sees FIN, or RST where it had sent more than was read. */
    public void closeNow() {
        if (tls != null && pending() == 0 && !closing) {
            tls.end();
        }
        fail(null);
    }

    /** Closes now with RST: tells the peer that something broke. */
    public void reset() {
        reset(null);
    }

    /** Closes now with RST, for a cause that the handler is told. */
    public void reset(Throwable why) {
        if (!closing) {
            try {
                channel().setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                log.debug("reset of {}", remote, e);
            }
            fail(why);
        }
    }

    /** Closes now for a cause that the handler is told. */
    void fail(Throwable why) {
        if (!closing) {
            closing = true;
            cause = cause == null ? why : cause;
            link.end();
        }
    }

    Link link() {
        return link;
    }

    SocketChannel channel() {
        return link.getChannel();
    }

    ConnectionHandler handler() {
        return handler;
    }

    Inlet inlet() {
        return inlet;
    }

    // ---- what TLS tells

    /** The connection speaks TLS. On its worker, or before that knows it. */
    void secureWith(TlsLayer layer) {
        tls = layer;
    }

    /** What came was not TLS. */
    void spokePlain(ByteBuffer data) {
        tls = null;
        plainOnTls = true;
        inlet.take(data, this);
    }

    /** TLS cannot go on: its alert was sent, the handler is told why at the end. */
    void refused(Throwable why) {
        if (handler instanceof Connecting) {
            fail(why); // nobody waits to read the alert's way out
        } else if (!closing) {
            cause = why;
            linger();
        }
    }

    // ---- what the loop tells

    /** MINA has opened the session. */
    void opened() {
        if (!link.connecting()) {
            established();
        }
    }

    /** MINA has destroyed the session, or never opened it. */
    void gone(Throwable why) {
        if (gone) {
            return;
        }
        gone = true;
        closing = true;
        worker.load().decrementAndGet();
        outlet.stop();
        if (tls != null) {
            tls.stop();
        }
        inlet.discard();
        try {
            handler.onClosed(this, cause != null ? cause : why);
        } catch (Throwable t) {
            log.error("the end of a connection was not handled", t);
        }
    }

    /** The channel is ready for what it was watched for. */
    void ready(SelectionKey readyKey) {
        if (closing) {
            return;
        }
        try {
            int ops = readyKey.readyOps();
            if ((ops & SelectionKey.OP_READ) != 0 && !inlet.suspended()) {
                inlet.read(tls, this);
            }
            if ((ops & SelectionKey.OP_WRITE) != 0 && !closing) {
                outlet.flush(this);
            }
            if ((ops & SelectionKey.OP_CONNECT) != 0) {
                channel().finishConnect();
                established();
            }
        } catch (IOException e) {
            fail(e);
        } catch (Throwable t) {
            broken(t);
        }
    }

    private void established() {
        try {
            boolean waits = tls != null && handler instanceof Connecting; // for the handshake
            if (!waits) {
                ((Opening) handler).opened(this);
            }
            if (tls != null) {
                tls.begin();
            }
            updateInterest();
        } catch (Throwable t) {
            broken(t);
        }
    }

    /** A handler threw: a fault of ours or of a plugin. It costs this connection, not the thread. */
    void broken(Throwable t) {
        log.error("connection {} of {} is closed for an error in its handling", id(), remote, t);
        fail(t);
    }

    /** What is watched for may have changed. */
    void updateInterest() {
        int ops = 0;
        if (inlet.wantsRead() && (tls == null || tls.wantsRead())) {
            ops |= SelectionKey.OP_READ;
        }
        if (outlet.pending() > 0) {
            ops |= SelectionKey.OP_WRITE;
        }
        if (!closing) {
            link.watch(ops);
        }
    }
}
