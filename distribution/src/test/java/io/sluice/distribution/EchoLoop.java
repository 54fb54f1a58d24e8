package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A back end for thousands of tunnels: it gives back each frame as it comes, and answers Close. */
final class EchoLoop extends NioLoop {
    private final ServerSocketChannel listener;

    private EchoLoop() throws IOException {
        super("echo");
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Starts one on a free port of the loopback. */
    static EchoLoop begin() throws IOException {
        EchoLoop echo = new EchoLoop();
        echo.start();
        return echo;
    }

    String hostPort() {
        return "127.0.0.1:" + listener.socket().getLocalPort();
    }

    @Override
    long due() {
        return 0;
    }

    @Override
    void ready(SelectionKey key) throws IOException {
        for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
            add(new Served(next), SelectionKey.OP_READ);
        }
    }

    private static final class Served extends Peer {
        private final StringBuilder head = new StringBuilder();
        private final FrameScan frames = new FrameScan();
        private boolean open;

        Served(SocketChannel channel) {
            super(channel);
        }

        @Override
        void bytes(ByteBuffer data) throws IOException {
            while (!open && data.hasRemaining()) {
                head.append((char) (data.get() & 0xff));
                if (head.indexOf("\r\n\r\n") >= 0) {
                    open = true;
                    write(ISO_8859_1.encode("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept(head) + "\r\n\r\n"));
                }
            }
            frames.feed(data, (fin, opcode, masked, payload) -> echo(fin, opcode, payload));
        }

        private void echo(boolean fin, int opcode, ByteBuffer payload) {
            try {
                write(FrameScan.write(fin, opcode, false, payload));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        void ended(IOException cause) {
            // who it is here for has its own view of that
        }

        private static String accept(CharSequence head) {
            String key = head.toString()
                    .lines()
                    .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
                    .map(line -> line.substring(18).strip())
                    .findFirst()
                    .orElseThrow();
            try {
                byte[] digest = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
                return Base64.getEncoder().encodeToString(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }
}
