package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * One client of a {@link Crowd}. Its messages are numbered, each content follows from the number, and some go in two
 * fragments, the second when the next message is due: whatever is lost, repeated, out of order or altered is noticed.
 */
final class CrowdTunnel extends NioLoop.Peer {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;

    /** What is measured of a message: tunnel, number, nanoseconds. */
    private static final int FIXED = 16;

    private final int number;
    private final String path;
    private final Consumer<CrowdTunnel> whenOpen;
    private final LongConsumer latency;
    private final StringBuilder head = new StringBuilder();
    private final FrameScan frames = new FrameScan();
    private ByteBuffer answer;
    private ByteBuffer half;
    private boolean open;
    private int sent;
    private int received;
    private String wrong;
    private int closeCode;
    private String closeReason = "";
    private long closedAt;
    private boolean fin;

    CrowdTunnel(SocketChannel channel, int number, String path, Consumer<CrowdTunnel> whenOpen, LongConsumer latency) {
        super(channel);
        this.number = number;
        this.path = path;
        this.whenOpen = whenOpen;
        this.latency = latency;
    }

    @Override
    void connected() throws IOException {
        write(ISO_8859_1.encode(
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
    }

    /** A message is due. It was so at {@code moment}, from which its latency counts. */
    void send(long moment) throws IOException {
        if (!open || over()) {
            return;
        }
        if (half != null) {
            write(FrameScan.write(true, 0, true, half));
            half = null;
            return;
        }
        boolean parts = sent % 10 == number % 10;
        ByteBuffer message = message(sent, parts ? 0 : moment);
        if (parts) {
            half = message.slice(FIXED, message.limit() - FIXED);
            write(FrameScan.write(false, BINARY, true, message.limit(FIXED)));
        } else {
            write(FrameScan.write(true, BINARY, true, message));
        }
        sent++;
    }

    /** The second part of a message of which the first part has gone. */
    void sendRest() throws IOException {
        if (half != null) {
            send(0);
        }
    }

    private ByteBuffer message(int which, long moment) {
        int filling = which * 37 % 200;
        ByteBuffer out = ByteBuffer.allocate(FIXED + filling);
        out.putInt(number).putInt(which).putLong(moment);
        for (int i = 0; i < filling; i++) {
            out.put((byte) (number + which * 3 + i));
        }
        return out.flip();
    }

    @Override
    void bytes(ByteBuffer data) {
        while (!open && data.hasRemaining()) {
            head.append((char) (data.get() & 0xff));
            if (head.indexOf("\r\n\r\n") >= 0) {
                if (!head.toString().startsWith("HTTP/1.1 101 ")) {
                    wrong("answered " + head.substring(0, head.indexOf("\r\n")));
                    return;
                }
                open = true;
                whenOpen.accept(this);
            }
        }
        frames.feed(data, this::frame);
    }

    private void frame(boolean last, int opcode, boolean masked, ByteBuffer payload) {
        if (masked || over()) {
            wrong(masked ? "a masked frame of the server" : "a frame after Close or after a fault: " + opcode);
        } else if (opcode == CLOSE) {
            closed(payload);
        } else if (opcode == BINARY && answer == null) {
            answer = ByteBuffer.allocate(FIXED + 200).put(payload);
        } else if (opcode == 0 && answer != null) {
            answer.put(payload);
        } else {
            wrong("opcode " + opcode + (opcode == TEXT ? ", a text," : "") + " within " + answer);
        }
        if (opcode != CLOSE && last && answer != null) {
            echo(answer.flip());
            answer = null;
        }
    }

    private void echo(ByteBuffer echoed) {
        long moment = echoed.getLong(8);
        if (!echoed.equals(message(received, moment))) {
            wrong("in place of message " + received + " came number " + echoed.getInt(4) + " of tunnel "
                    + echoed.getInt(0));
        }
        received++;
        if (moment != 0) { // what was sent in one piece
            latency.accept(System.nanoTime() - moment);
        }
    }

    private void closed(ByteBuffer payload) {
        closedAt = System.nanoTime();
        if (answer != null) {
            wrong("Close in the middle of message " + received);
        }
        closeCode = payload.remaining() < 2 ? 1005 : payload.getShort(0) & 0xffff;
        closeReason = payload.remaining() < 2
                ? ""
                : ISO_8859_1.decode(payload.slice(2, payload.remaining() - 2)).toString();
        try {
            write(FrameScan.write(true, CLOSE, true, payload.slice(0, Math.min(2, payload.remaining()))));
        } catch (IOException e) {
            wrong("the answer to Close: " + e);
        }
    }

    @Override
    void ended(IOException cause) {
        fin = cause == null;
        if (cause != null) {
            wrong(cause.toString());
        } else if (!frames.atBoundary() || closeCode == 0) {
            wrong(open ? "the end without Close, or within a frame" : "the end before an answer");
        }
    }

    private void wrong(String what) {
        if (wrong == null) {
            wrong = "tunnel " + number + ", " + path + ": " + what + "; sent " + sent + ", received " + received;
        }
    }

    private boolean over() {
        return wrong != null || closeCode != 0;
    }

    /** What went wrong with it first; null for nothing. */
    String wrong() {
        return wrong;
    }

    int sent() {
        return sent;
    }

    int received() {
        return received;
    }

    /** The code of the Close that came; 0 for none, 1005 where it had none. */
    int closeCode() {
        return closeCode;
    }

    String closeReason() {
        return closeReason;
    }

    /** When Close came, by {@link System#nanoTime}. */
    long closedAt() {
        return closedAt;
    }

    /** Whether the server has ended it in order. */
    boolean fin() {
        return fin;
    }
}
