package io.sluice.testkit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One end of a TCP connection, blocking, with a deadline on every call: nothing here waits for ever. Text is ISO-8859-1,
 * so that one character is one byte. One thread may read while another writes.
 *
 * <p>A read that gets nothing within the deadline throws {@link AssertionError}; so does a peer that sends what was not
 * asked for. A broken connection throws {@link IOException}.
 */
public class Wire implements Closeable {
    private static final ScheduledExecutorService DEADLINES = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "testkit-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /** How a peer ended its side. */
    public enum End {
        /** In order, by FIN. */
        FIN,
        /** By RST. */
        RESET
    }

    /** Nothing came within the deadline. */
    static final class Silence extends AssertionError {
        private static final long serialVersionUID = 1L;

        Silence(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final Socket socket;
    private final Duration deadline;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private final AtomicLong received = new AtomicLong();
    private End end;

    /** Wraps a connected socket; every read and every write gets this long. */
    public Wire(Socket socket, Duration deadline) throws IOException {
        this.socket = socket;
        this.deadline = deadline;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(deadline.toMillis()));
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** The address of this end. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** The address of the other end. */
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    /** Bytes received so far, those not asked for yet included. */
    public long received() {
        return received.get();
    }

    // ---- sending

    /** Sends exactly these bytes. */
    public void send(byte[] bytes) throws IOException {
        send(bytes, 0, bytes.length);
    }

    /** Sends exactly these bytes. */
    public void send(byte[] bytes, int offset, int length) throws IOException {
        ScheduledFuture<?> guard = DEADLINES.schedule(this::abort, deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            out.write(bytes, offset, length);
        } finally {
            guard.cancel(false);
        }
    }

    /** Sends exactly this text, one byte a character; line ends are not added. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends the bytes one at a time, each in a segment of its own, with a pause before each but the first. */
    public void sendSlowly(byte[] bytes, Duration pause) throws IOException {
        for (int i = 0; i < bytes.length; i++) {
            if (i > 0) {
                LockSupport.parkNanos(pause.toNanos());
            }
            send(bytes, i, 1);
        }
    }

    /** Ends this side with FIN; the other side can still send. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Breaks the connection with RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Bounds what the kernel holds of what was received and not read, in bytes; call it before much arrives. */
    public void receiveBuffer(int bytes) throws SocketException {
        socket.setReceiveBufferSize(bytes);
    }

    @Override
    public void close() {
        abort();
    }

    private void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- receiving

    /** The next byte, or −1 when the peer has ended its side, by FIN or RST. */
    public int read() throws IOException {
        return position < limit || fill() ? buffer[position++] & 0xff : -1;
    }

    /** The next byte without taking it, or −1 as {@link #read} says. */
    public int peek() throws IOException {
        return position < limit || fill() ? buffer[position] & 0xff : -1;
    }

    /** The next bytes, exactly so many. */
    public byte[] readExactly(int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(count);
        copyExactly(count, bytes);
        return bytes.toByteArray();
    }

    /** Hands on the next bytes, exactly so many, without holding them. */
    public void copyExactly(long count, OutputStream sink) throws IOException {
        long left = count;
        while (left > 0) {
            if (position == limit && !fill()) {
                throw new EOFException("the peer ended (" + end + ") with " + left + " of " + count + " bytes to come");
            }
            int chunk = (int) Math.min(left, limit - position);
            sink.write(buffer, position, chunk);
            position += chunk;
            left -= chunk;
        }
    }

    /** The next bytes up to and with a delimiter. */
    public byte[] readThrough(String delimiter) throws IOException {
        byte[] mark = delimiter.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int last = mark[mark.length - 1];
        while (true) {
            int next = read();
            if (next < 0) {
                throw new EOFException(
                        "the peer ended (" + end + ") after: " + bytes.toString(StandardCharsets.ISO_8859_1));
            }
            bytes.write(next);
            if (next == last && bytes.size() >= mark.length && endsWith(bytes.toByteArray(), mark)) {
                return bytes.toByteArray();
            }
        }
    }

    /** All bytes until the peer ends its side; then {@link #end} says how. */
    public byte[] readToEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (position < limit || fill()) {
            bytes.write(buffer, position, limit - position);
            position = limit;
        }
        return bytes.toByteArray();
    }

    /** Waits for the peer to end its side and says how it did; bytes that come before that are a failure. */
    public End awaitEnd() throws IOException {
        if (peek() >= 0) {
            throw new AssertionError("expected the end, received: "
                    + new String(buffer, position, limit - position, StandardCharsets.ISO_8859_1));
        }
        return end;
    }

    /** How the peer ended its side; null while it has not, as far as was read. */
    public End end() {
        return end;
    }

    /** Reads one message head and its body as the framing of RFC 9112 section 6 says, for a response to this method. */
    public HttpMessage readResponse(String method) throws IOException {
        return HttpReader.readResponse(this, method);
    }

    private boolean fill() throws IOException {
        if (end != null) {
            return false;
        }
        int count;
        try {
            count = in.read(buffer, 0, buffer.length);
        } catch (SocketTimeoutException e) {
            throw new Silence("nothing received from " + remoteAddress() + " within " + deadline, e);
        } catch (SocketException e) {
            if (e.getMessage() == null || !e.getMessage().startsWith("Connection reset")) {
                throw e;
            }
            end = End.RESET;
            return false;
        }
        if (count < 0) {
            end = End.FIN;
            return false;
        }
        received.addAndGet(count);
        position = 0;
        limit = count;
        return true;
    }

    private static boolean endsWith(byte[] bytes, byte[] mark) {
        return Arrays.equals(bytes, bytes.length - mark.length, bytes.length, mark, 0, mark.length);
    }
}
