package io.sluice.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port on loopback whose queue of connections is full and that never accepts one: a connect to it neither succeeds nor
 * is refused. It relies on the kernel dropping a SYN for a full queue, as Linux does by default.
 */
public final class FullBacklog implements Closeable {
    private static final int MOST = 64;
    private static final int PATIENCE_MILLIS = 200;

    private final ServerSocket server = new ServerSocket();
    private final List<Socket> fillers = new ArrayList<>();

    /** Fills the queue of a fresh port. */
    public FullBacklog() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        while (fillers.size() < MOST) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(address(), PATIENCE_MILLIS);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        close();
        throw new IOException("the kernel took " + MOST + " connections into a queue of 1");
    }

    /** The address that hangs. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** The address that hangs, as {@code 127.0.0.1:port}. */
    public String hostPort() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket filler : fillers) {
            filler.close();
        }
    }
}
