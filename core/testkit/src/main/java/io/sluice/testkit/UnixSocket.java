package io.sluice.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A socket in the file system whose connections are passed on to a back end of TCP, byte by byte, by threads of its own. */
public final class UnixSocket implements Closeable {
    private final Path path;
    private final ServerSocketChannel server;
    private final InetSocketAddress backend;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private UnixSocket(Path path, InetSocketAddress backend) throws IOException {
        this.path = path;
        this.backend = backend;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        run("unix-accept", this::accept);
    }

    /** Listens; the path must not exist, and is gone when this is closed. */
    public static UnixSocket at(Path path, InetSocketAddress backend) throws IOException {
        return new UnixSocket(path, backend);
    }

    private void accept() throws IOException {
        while (server.isOpen()) {
            SocketChannel from = server.accept();
            SocketChannel to = SocketChannel.open(backend);
            open.add(from);
            open.add(to);
            run("unix-in", () -> copy(from, to));
            run("unix-out", () -> copy(to, from));
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        while (from.read(buffer) >= 0) {
            write(buffer.flip(), to);
            buffer.clear();
        }
        to.shutdownOutput();
    }

    private static void write(ByteBuffer bytes, ByteChannel to) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }

    /** A connection that breaks ends its thread, and no more. */
    private static void run(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException ended) {
                        // The one who looks at its own end of it sees that.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Breaks all connections, and takes the path away. */
    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
        Files.deleteIfExists(path);
    }
}
