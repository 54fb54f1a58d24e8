package io.sluice.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A back end on loopback that behaves as its script says, one run of the script and one thread for each connection. When
 * a script returns its connection is closed. Every call of a script has a deadline, and {@link #close} ends everything.
 *
 * <p>A script that fails with an {@link AssertionError} fails the test when the back end is closed; an {@link
 * IOException} does not, since a proxy may hang up.
 */
public final class ScriptedBackend implements Closeable {
    /** What a back end does with one connection. {@link Scripts} has common ones. */
    @FunctionalInterface
    public interface Script {
        /** Serves the connection. */
        void serve(BackendConnection connection) throws Exception;
    }

    private final ServerSocket server;
    private final Script script;
    private final Thread acceptor;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final List<AssertionError> failures = new CopyOnWriteArrayList<>();
    private final BlockingQueue<HttpMessage> arrivals = new LinkedBlockingQueue<>();
    private final List<HttpMessage> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private ScriptedBackend(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
        this.acceptor = new Thread(this::accept, "backend-" + server.getLocalPort());
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** A back end on 127.0.0.1 and a free port. */
    public static ScriptedBackend start(Script script) throws IOException {
        return start("127.0.0.1", 0, script);
    }

    /** A back end on another loopback address; port 0 takes a free one. */
    public static ScriptedBackend start(String address, int port, Script script) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getByName(address), port), 4096);
        return new ScriptedBackend(server, script);
    }

    /** A back end whose connections have a small receive buffer, so that a script that does not read holds up early. */
    public static ScriptedBackend startNarrow(int receiveBufferBytes, Script script) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReceiveBufferSize(receiveBufferBytes);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        return new ScriptedBackend(server, script);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Where it listens, as {@code 127.0.0.1:port}. */
    public String hostPort() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    /** Connections accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** All requests that scripts have read so far, in order. */
    public List<HttpMessage> requests() {
        return List.copyOf(requests);
    }

    /** The next request that no call has returned yet; waits for it. */
    public HttpMessage nextRequest() throws InterruptedException {
        HttpMessage next = arrivals.poll(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("no request reached the back end within " + Eventually.DEADLINE);
        }
        return next;
    }

    /** Stops listening; connections live on. New ones are refused by the kernel. */
    public void stopListening() throws IOException {
        server.close();
    }

    /** Ends all connections and threads, and fails if a script did. */
    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(Wire::close);
        List<Thread> all = new ArrayList<>(threads);
        all.add(acceptor);
        for (Thread thread : all) {
            thread.interrupt();
            join(thread);
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Eventually.DEADLINE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new AssertionError("a back end's script did not end: " + thread.getName());
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                int number = connections.incrementAndGet();
                BackendConnection connection = new BackendConnection(socket, number, Eventually.DEADLINE, this::record);
                open.add(connection);
                Thread thread = new Thread(() -> serve(connection), acceptor.getName() + "-" + number);
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            } catch (SocketException e) {
                if (server.isClosed()) {
                    return;
                }
            } catch (IOException e) {
                failures.add(new AssertionError("the back end cannot accept", e));
                return;
            }
        }
    }

    private void record(HttpMessage request) {
        requests.add(request);
        arrivals.add(request);
    }

    private void serve(BackendConnection connection) {
        try (connection) {
            script.serve(connection);
        } catch (AssertionError e) {
            if (!server.isClosed()) {
                failures.add(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            if (!(e instanceof IOException)) {
                failures.add(new AssertionError("a back end's script failed", e));
            }
        } finally {
            open.remove(connection);
        }
    }
}
