package io.sluice.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * The back end of measurements: sends the messages of WebSockets back, answers other requests with a short text, and does it
 * with as little work as can be, so that what stands before it is what is measured. One thread; bytes go back as they come,
 * without waiting for the rest of their frame. It trusts its peer, which is a load generator on the same machine, and is no
 * server for anything else.
 *
 * <p>Needs nothing but a JDK: {@code java EchoServer.java PORT...} listens on 127.0.0.1 until the process is ended.
 */
public final class EchoServer {
    private static final int READ = 256 * 1024;
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int BACKLOG = 4096;
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 26\r\n\r\nabcdefghijklmnopqrstuvwxyz";
    private static final byte[] ANSWER_BYTES = ANSWER.getBytes(ISO_8859_1);
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int OPCODE = 0xf;

    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ).order(ByteOrder.nativeOrder());
    private final ByteBuffer out =
            ByteBuffer.allocateDirect(READ + LONGEST_HEAD).order(ByteOrder.nativeOrder());
    private final MessageDigest sha1;

    private EchoServer() throws IOException, NoSuchAlgorithmException {
        selector = Selector.open();
        sha1 = MessageDigest.getInstance("SHA-1");
    }

    /** Listens until the process is ended. */
    public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
        if (args.length == 0) {
            System.err.println("usage: java EchoServer.java PORT...");
            System.exit(64);
        }
        EchoServer echo = new EchoServer();
        for (String port : args) {
            echo.listen(Integer.parseInt(port));
        }
        echo.run();
    }

    private void listen(int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    private void run() throws IOException {
        while (true) {
            selector.select(key -> {
                if (key.attachment() == null) {
                    accept((ServerSocketChannel) key.channel());
                } else {
                    ready(key);
                }
            });
        }
    }

    private void accept(ServerSocketChannel server) {
        try {
            for (SocketChannel socket = server.accept(); socket != null; socket = server.accept()) {
                socket.configureBlocking(false);
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                socket.register(selector, SelectionKey.OP_READ, new Peer());
            }
        } catch (IOException e) {
            System.err.println("cannot accept: " + e.getMessage());
        }
    }

    private void ready(SelectionKey key) {
        SocketChannel socket = (SocketChannel) key.channel();
        Peer peer = (Peer) key.attachment();
        try {
            if (peer.unsent != null) {
                socket.write(peer.unsent);
                if (peer.unsent.hasRemaining()) {
                    return;
                }
                peer.unsent = null;
                key.interestOps(SelectionKey.OP_READ);
            } else {
                in.clear();
                if (socket.read(in) < 0) {
                    socket.close();
                    return;
                }
                in.flip();
                out.clear();
                answer(peer);
                socket.write(out.flip());
                if (out.hasRemaining()) {
                    peer.unsent = ByteBuffer.allocate(out.remaining()).put(out).flip();
                    key.interestOps(SelectionKey.OP_WRITE);
                }
            }
            if (peer.closing && peer.unsent == null) {
                socket.close();
            }
        } catch (IOException e) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // It is gone either way.
            }
        }
    }

    private void answer(Peer peer) throws IOException {
        while (in.hasRemaining() && !peer.closing) {
            if (!peer.webSocket) {
                head(peer);
            } else if (peer.left > 0) {
                payload(peer);
            } else {
                frameHead(peer);
            }
        }
    }

    /** Gathers a request's head, and answers it when it is whole. */
    private void head(Peer peer) throws IOException {
        byte[] gathered = peer.gathered;
        if (gathered.length > LONGEST_HEAD) {
            throw new IOException("a head of more than " + LONGEST_HEAD + " bytes");
        }
        int before = gathered.length;
        int start = in.position();
        byte[] all = Arrays.copyOf(gathered, before + in.remaining());
        in.get(all, before, in.remaining());
        for (int end = Math.max(HEAD_END.length, before); end <= all.length; end++) {
            if (Arrays.equals(all, end - HEAD_END.length, end, HEAD_END, 0, HEAD_END.length)) {
                in.position(start + end - before);
                peer.gathered = new byte[0];
                answerHead(peer, new String(all, 0, end, ISO_8859_1));
                return;
            }
        }
        peer.gathered = all;
    }

    private void answerHead(Peer peer, String head) {
        int field = head.toLowerCase(Locale.ROOT).indexOf("\r\nsec-websocket-key:");
        if (field < 0) {
            out.put(ANSWER_BYTES);
            return;
        }
        int value = head.indexOf(':', field) + 1;
        String key = head.substring(value, head.indexOf('\r', value)).trim();
        byte[] digest = sha1.digest((key + GUID).getBytes(ISO_8859_1));
        out.put(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                + Base64.getEncoder().encodeToString(digest)
                                + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
        peer.webSocket = true;
        peer.gathered = new byte[Peer.LONGEST_FRAME_HEAD];
    }

    /** Gathers the head of a frame; when it is whole, that of the answer goes out, without a mask. */
    private void frameHead(Peer peer) {
        byte[] b = peer.gathered;
        b[peer.filled++] = in.get();
        if (peer.filled < 2) {
            return;
        }
        int length = b[1] & 0x7f;
        int more = length == 127 ? 8 : length == 126 ? 2 : 0;
        int whole = 2 + more + 4;
        int taken = Math.min(whole - peer.filled, in.remaining());
        in.get(b, peer.filled, taken);
        peer.filled += taken;
        if (peer.filled < whole) {
            return;
        }
        ByteBuffer head = ByteBuffer.wrap(b);
        peer.left = more == 8 ? head.getLong(2) : more == 2 ? head.getShort(2) & 0xffff : length;
        peer.mask = head.getInt(2 + more);
        peer.filled = 0;
        int opcode = b[0] & OPCODE;
        peer.silent = opcode == PONG;
        peer.closeFrame = opcode == CLOSE;
        if (!peer.silent) {
            out.put((byte) (opcode == PING ? (b[0] ^ PING ^ PONG) : b[0])).put((byte) length);
            out.put(b, 2, more);
        }
        peer.closing = peer.closeFrame && peer.left == 0;
    }

    private void payload(Peer peer) {
        int run = (int) Math.min(peer.left, in.remaining());
        peer.left -= run;
        peer.closing = peer.closeFrame && peer.left == 0;
        if (peer.silent) {
            in.position(in.position() + run);
        } else {
            peer.mask = unmask(run, peer.mask);
        }
    }

    /** Copies {@code run} bytes from in to out; the mask as it stands at the byte after them. */
    private int unmask(int run, int mask) {
        long twice = ((long) mask << 32) | (mask & 0xffff_ffffL);
        long wide = in.order() == ByteOrder.BIG_ENDIAN ? twice : Long.reverseBytes(twice);
        int from = in.position();
        int to = out.position();
        int i = 0;
        for (; i + 8 <= run; i += 8) {
            out.putLong(to + i, in.getLong(from + i) ^ wide);
        }
        int turned = mask;
        for (; i < run; i++) {
            out.put(to + i, (byte) (in.get(from + i) ^ (turned >>> 24)));
            turned = Integer.rotateLeft(turned, 8);
        }
        in.position(from + run);
        out.position(to + run);
        return turned;
    }

    /** What is known of one connection. */
    private static final class Peer {
        static final int LONGEST_FRAME_HEAD = 14;

        /** The beginning of a head; of a WebSocket room for that of a frame, of which {@link #filled} bytes have come. */
        byte[] gathered = new byte[0];

        int filled;
        ByteBuffer unsent;
        boolean webSocket;
        boolean closing;

        /** The frame that is under way: bytes to come, its mask as it stands, and whether it is one that ends all. */
        long left;

        int mask;
        boolean silent;
        boolean closeFrame;
    }
}
