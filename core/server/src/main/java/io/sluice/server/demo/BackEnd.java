package io.sluice.server.demo;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One back end: HTTP/1.1 and WebSockets on a free loopback port, one daemon thread for each connection. */
final class BackEnd implements AutoCloseable {
    /** Connections beyond this many are closed at once: it is a demonstration. */
    private static final int MAX_CONNECTIONS = 1_000;

    private static final int IDLE_MILLIS = 3_600_000;
    private static final int DRAIN_MILLIS = 2_000;

    private final String name;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private BackEnd(String name, ServerSocket server) {
        this.name = name;
        this.server = server;
    }

    /** Binds a port and starts to accept. */
    static BackEnd start(String name) throws IOException {
        BackEnd backEnd =
                new BackEnd(name, new ServerSocket(0, 128, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
        daemon("accept", name, backEnd::accept);
        return backEnd;
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** The address as the configuration wants it. */
    String quotedAddress() {
        return '"' + address().getAddress().getHostAddress() + ':' + address().getPort() + '"';
    }

    @Override
    public void close() {
        closeQuietly(server);
        open.forEach(BackEnd::closeQuietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (open.size() < MAX_CONNECTIONS) {
                    open.add(socket);
                    daemon("connection", name, () -> serve(socket));
                } else {
                    closeQuietly(socket);
                }
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            converse(in, out);
            out.flush();
            socket.shutdownOutput();
            // A close with bytes unread would reset the connection and take the answer with it.
            socket.setSoTimeout(DRAIN_MILLIS);
            in.skipNBytes(Long.MAX_VALUE);
        } catch (IOException e) {
            // The peer went away, or fell silent: nothing is left to be done for it.
        } finally {
            open.remove(socket);
        }
    }

    private void converse(InputStream in, OutputStream out) throws IOException {
        Pages pages = new Pages(name, address().getPort());
        for (Request request = Request.read(in); request != null; request = Request.read(in)) {
            if (request.target().equals("/ws") && request.asksForWebSocket()) {
                WebSocketEcho.accept(request, out);
                new WebSocketEcho(in, out).run(name + " (port " + address().getPort() + ") is listening");
                return;
            }
            if (!pages.answer(request, out)) {
                return;
            }
        }
    }

    private static void daemon(String task, String name, Runnable work) {
        Thread thread = new Thread(work, "demo-" + task + "-" + name.replace(' ', '-'));
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // It is gone either way.
        }
    }
}
