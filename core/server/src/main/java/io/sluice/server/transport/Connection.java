package io.sluice.server.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;
import org.apache.mina.core.service.IoService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection, confined to its worker's thread.
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
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Worker worker;
    private final Link link;
    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final Outlet outlet;
    private SelectionKey key;
    private int interest;
    private ConnectionHandler handler;

    /** What the handler left unread; comes again when reading is resumed. */
    private ByteBuffer stash = NOTHING;

    private boolean readSuspended;
    private boolean inputEnded;
    private boolean closing;
    private boolean gone;
    private boolean delivering;
    private boolean resumed;
    private Throwable cause;

    private TlsLayer tls;
    private boolean plainOnTls;
    private boolean truncated;

    private long bytesRead;

    Connection(Worker worker, IoService service, SocketChannel channel, InetSocketAddress remote) {
        this.worker = worker;
        this.channel = channel;
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

    /** The peer's address. */
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    /** This side's address; null once the connection is closed. */
    public InetSocketAddress localAddress() {
        return link.getLocalAddress();
    }

    /** Its TLS; null where it has none, and before the end of the handshake. */
    public TlsSession tls() {
        return tls != null && tls.open() ? tls : null;
    }

    /** Whether the client speaks without TLS on a listener that has it. What it says is handed on as on a plain one. */
    public boolean plainOnTls() {
        return plainOnTls;
    }

    /** Whether the peer's FIN came without the close_notify that TLS wants before it: something may have been cut off. */
    public boolean truncated() {
        return truncated;
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
        return bytesRead;
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
        return inputEnded;
    }

    /** Reads no more until {@link #resumeRead()}. */
    public void suspendRead() {
        readSuspended = true;
        resumed = false;
        updateInterest();
    }

    /** Reads on; what the handler had left in the buffer comes first, soon but not within this call. */
    public void resumeRead() {
        resumed = true;
        if (readSuspended && !closing) {
            readSuspended = false;
            if (stash.hasRemaining()) {
                worker.execute(this::deliverStash);
            } else if (!delivering) {
                updateInterest();
            }
        }
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
        if (closing || !data.hasRemaining()) {
            return;
        }
        try {
            outlet.write(data, this);
        } catch (IOException e) {
            data.position(data.limit());
            fail(e);
            return;
        }
        if (outlet.pending() > 0) {
            updateInterest();
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
        if (inputEnded && pending() == 0) {
            closeNow();
            return;
        }
        linger();
    }

    private void linger() {
        Lingering lingering = new Lingering(handler);
        handler = lingering;
        stash = NOTHING;
        readSuspended = false;
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
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
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
            link.closeNow();
            if (key != null && !key.isValid()) {
                link.destroyed(); // a connect that failed has closed the channel: MINA passes over such a session
            }
        }
    }

    Link link() {
        return link;
    }

    /** The loop watches the channel from now on. */
    void registered(SelectionKey with) {
        key = with;
        interest = SelectionKey.OP_READ;
        if (channel.isConnectionPending()) {
            interest = SelectionKey.OP_CONNECT;
            key.interestOps(interest);
        }
    }

    // ---- what TLS tells

    /** The connection speaks TLS. On its worker, or before that knows it. */
    void secureWith(TlsLayer layer) {
        tls = layer;
    }

    /** The handshake is done. */
    void secured() {
        if (handler instanceof Opening opening) {
            opening.opened(this);
        } else {
            handler.onSecured(this);
        }
    }

    /** What came was not TLS. */
    void spokePlain(ByteBuffer data) {
        tls = null;
        plainOnTls = true;
        bytesRead += data.remaining();
        deliver(data);
    }

    /** What came was decrypted to this. */
    void decrypted(ByteBuffer data) {
        if (!closing) {
            bytesRead += data.remaining();
            deliver(data);
        }
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
        if (interest != SelectionKey.OP_CONNECT) {
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
        stash = NOTHING;
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
            if ((ops & SelectionKey.OP_READ) != 0 && !readSuspended) {
                read();
            }
            if ((ops & SelectionKey.OP_WRITE) != 0 && !closing) {
                flush();
            }
            if ((ops & SelectionKey.OP_CONNECT) != 0) {
                channel.finishConnect();
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

    private void read() {
        ByteBuffer in = tls == null ? worker.input() : null;
        int n;
        try {
            n = in == null ? tls.read(channel) : channel.read(in);
        } catch (IOException e) {
            fail(e);
            return;
        }
        if (n < 0) {
            ended(tls != null);
        } else if (in == null) {
            updateInterest();
        } else if (n > 0) {
            bytesRead += n;
            deliver(in.flip());
        }
    }

    /** No more will come: by FIN, or by TLS's close_notify before it. */
    void ended(boolean cutOff) {
        if (inputEnded || closing) {
            return;
        }
        if (cutOff && !tls.open()) {
            fail(new SSLException("peer closed connection in SSL handshake"));
            return;
        }
        truncated = cutOff;
        inputEnded = true;
        updateInterest();
        handler.onEnd(this);
    }

    private void deliver(ByteBuffer data) {
        delivering = true;
        resumed = false;
        handler.onData(this, data);
        delivering = false;
        if (data.hasRemaining() && !closing && !(handler instanceof Lingering)) {
            stash = ByteBuffer.allocate(data.remaining()).put(data).flip();
            readSuspended = !resumed;
            if (resumed) {
                worker.execute(this::deliverStash);
            }
        }
        updateInterest(); // the handler may have suspended and resumed
    }

    private void deliverStash() {
        if (closing || readSuspended || !stash.hasRemaining()) {
            return;
        }
        ByteBuffer data = stash;
        stash = NOTHING;
        try {
            deliver(data);
        } catch (Throwable t) {
            broken(t);
        }
    }

    private void flush() throws IOException {
        boolean tell = outlet.flush();
        updateInterest();
        if (tell) {
            handler.onDrained(this);
        }
    }

    /** The peer has taken nothing for too long. */
    void stalled() {
        if (!closing) {
            try {
                handler.onStalled(this);
            } catch (Throwable t) {
                broken(t);
            }
        }
    }

    /** A handler threw: a fault of ours or of a plugin. It costs this connection, not the thread. */
    private void broken(Throwable t) {
        log.error("connection {} of {} is closed for an error in its handling", id(), remote, t);
        fail(t);
    }

    void updateInterest() {
        int ops = 0;
        if (!readSuspended && !inputEnded && !stash.hasRemaining() && (tls == null || tls.wantsRead())) {
            ops |= SelectionKey.OP_READ;
        }
        if (outlet.pending() > 0) {
            ops |= SelectionKey.OP_WRITE;
        }
        if (ops != interest && key != null && !closing) {
            interest = ops;
            key.interestOps(ops);
        }
    }
}
