package io.sluice.server.transport;

import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.AbstractIoService;
import org.apache.mina.core.service.DefaultTransportMetadata;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.service.IoService;
import org.apache.mina.core.service.TransportMetadata;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.session.IoSessionAttributeMap;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteRequestQueue;
import org.apache.mina.transport.socket.DefaultSocketSessionConfig;
import org.apache.mina.transport.socket.nio.NioSession;

/**
 * MINA's session under a {@link Connection}: it carries the life cycle (registration, close, the closed event) and knows what is
 * watched for. Attributes
 * and write queue are empty and shared by all, because state lives in the Connection and writes go straight to the
 * channel: that saves half of a session's memory.
 */
final class Link extends NioSession {
    private static final TransportMetadata METADATA = new DefaultTransportMetadata(
            "sluice", "socket", false, true, InetSocketAddress.class, DefaultSocketSessionConfig.class, IoBuffer.class);
    private static final DefaultSocketSessionConfig CONFIG = new DefaultSocketSessionConfig();

    /** Set once, on creation; null for a worker's starter, which has no channel to serve. */
    final Connection connection;

    private SelectionKey key;
    private int interest;

    Link(IoProcessor<NioSession> processor, IoService service, SocketChannel channel, Connection connection) {
        super(processor, service, channel);
        this.connection = connection;
        this.config = CONFIG;
        setAttributeMap(NoAttributes.INSTANCE);
        setWriteRequestQueue(NoWrites.INSTANCE);
    }

    /** The loop watches the channel from now on. */
    void registered(SelectionKey with) {
        key = with;
        interest = SelectionKey.OP_READ;
        if (getChannel().isConnectionPending()) {
            interest = SelectionKey.OP_CONNECT;
            key.interestOps(interest);
        }
    }

    /** Whether the channel is still being connected: nothing else was watched for yet. */
    boolean connecting() {
        return interest == SelectionKey.OP_CONNECT;
    }

    /** Sets what is watched for from the next round on; without effect before the channel is registered. */
    void watch(int ops) {
        if (ops != interest && key != null) {
            interest = ops;
            key.interestOps(ops);
        }
    }

    /** Closes the session and its channel. */
    void end() {
        closeNow();
        if (key != null && !key.isValid()) {
            // A connect that failed has closed the channel: MINA passes over such a session.
            ((AbstractIoService) getService()).getListeners().fireSessionDestroyed(this);
        }
    }

    @Override
    public SocketChannel getChannel() {
        return (SocketChannel) channel;
    }

    @Override
    public TransportMetadata getTransportMetadata() {
        return METADATA;
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return (InetSocketAddress) getChannel().socket().getRemoteSocketAddress();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return (InetSocketAddress) getChannel().socket().getLocalSocketAddress();
    }

    private enum NoAttributes implements IoSessionAttributeMap {
        INSTANCE;

        @Override
        public Object getAttribute(IoSession session, Object key, Object defaultValue) {
            return defaultValue;
        }

        @Override
        public Object setAttribute(IoSession session, Object key, Object value) {
            throw new UnsupportedOperationException("attributes");
        }

        @Override
        public Object setAttributeIfAbsent(IoSession session, Object key, Object value) {
            throw new UnsupportedOperationException("attributes");
        }

        @Override
        public Object removeAttribute(IoSession session, Object key) {
            return null;
        }

        @Override
        public boolean removeAttribute(IoSession session, Object key, Object value) {
            return false;
        }

        @Override
        public boolean replaceAttribute(IoSession session, Object key, Object oldValue, Object newValue) {
            return false;
        }

        @Override
        public boolean containsAttribute(IoSession session, Object key) {
            return false;
        }

        @Override
        public Set<Object> getAttributeKeys(IoSession session) {
            return Set.of();
        }

        @Override
        public void dispose(IoSession session) {}
    }

    private enum NoWrites implements WriteRequestQueue {
        INSTANCE;

        @Override
        public WriteRequest poll(IoSession session) {
            return null;
        }

        @Override
        public void offer(IoSession session, WriteRequest writeRequest) {
            throw new UnsupportedOperationException("writes go through Connection");
        }

        @Override
        public boolean isEmpty(IoSession session) {
            return true;
        }

        @Override
        public void clear(IoSession session) {}

        @Override
        public void dispose(IoSession session) {}

        @Override
        public int size() {
            return 0;
        }
    }
}
