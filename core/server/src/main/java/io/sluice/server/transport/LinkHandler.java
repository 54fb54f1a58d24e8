package io.sluice.server.transport;

import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MINA's events about a session's life, handed to its Connection. Reads and writes do not come this way. */
final class LinkHandler extends IoHandlerAdapter {
    static final LinkHandler INSTANCE = new LinkHandler();
    private static final Logger log = LoggerFactory.getLogger(LinkHandler.class);

    @Override
    public void sessionOpened(IoSession session) {
        Connection connection = ((Link) session).connection;
        if (connection != null) {
            connection.opened();
        }
    }

    @Override
    public void sessionClosed(IoSession session) {
        Connection connection = ((Link) session).connection;
        if (connection != null) {
            connection.gone(null);
        }
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        log.warn("session {}: {}", session.getId(), cause.toString(), cause);
    }
}
