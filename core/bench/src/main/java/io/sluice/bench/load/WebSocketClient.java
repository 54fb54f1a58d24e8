package io.sluice.bench.load;

import io.sluice.bench.wire.AnswerReader;
import io.sluice.bench.wire.FrameReader;
import io.sluice.bench.wire.FrameWriter;
import io.sluice.bench.wire.Handshake;
import io.sluice.bench.wire.Opcode;
import io.sluice.bench.wire.Payload;
import io.sluice.bench.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Opens a WebSocket, sends messages, and matches those that come back with them. */
final class WebSocketClient extends Client implements FrameReader.Sink {
    private static final byte[] NORMAL = {0x03, (byte) 0xe8}; // 1000
    private static final byte[] PROBE = "sluice".getBytes(StandardCharsets.US_ASCII);
    private static final String GREETED = "a message that answers none (does the server greet? --skip N)";
    private static final String OWN_ANSWER = " (does it answer by messages of its own? --any-answer)";
    private static final int NO_STATUS = 1005;
    private static final int LEAST_CODE = 1000;

    private final Messages messages;
    private AnswerReader handshake;
    private FrameReader frames;
    private String key;
    private int identity;
    private int skip;
    private long now;
    private long length;
    private int closeCode;
    private String closeReason;

    WebSocketClient(int number, Worker worker) {
        super(number, worker);
        this.messages = plan.messages();
    }

    @Override
    void open(long at) throws IOException {
        identity = worker.nextNumber();
        key = Request.newKey(worker.random);
        handshake = AnswerReader.ofHandshake();
        frames = new FrameReader(this);
        skip = messages.skip();
        length = 0;
        closeCode = 0;
        link.write(ByteBuffer.wrap(plan.request().upgrade(key)));
    }

    @Override
    void data(ByteBuffer data, long at) throws IOException {
        now = at;
        if (state == State.OPENING) {
            if (!handshake.read(data)) {
                return;
            }
            if (handshake.status() != 101) {
                failed(Trouble.STATUS + handshake.status(), "the handshake was not accepted");
                return;
            }
            String problem = Handshake.problem(handshake, key, plan.request().subprotocols());
            if (problem != null) {
                failed(Trouble.BAD_HANDSHAKE, problem);
                return;
            }
            handshake = null;
            opened(at);
            if (plan.mode() == Mode.HANDSHAKES && !link.isClosed()) {
                handshakeDone(at, 0);
            }
            if (link.isClosed()) {
                return;
            }
        }
        frames.read(data);
        if (closeCode != 0) {
            closeFrame();
        } else if (state == State.OPEN) {
            worker.canSend(this);
        }
        flush();
    }

    /** The server's Close: the answer to ours, or its own, which is answered. */
    private void closeFrame() throws IOException {
        if (state == State.CLOSING) {
            link.finish(); // the server ends the connection (RFC 6455, section 7.1.1), TLS comes first
            return;
        }
        flush();
        link.finish();
        failed(Trouble.CLOSE + closeCode, "Close " + closeCode + " " + closeReason);
    }

    @Override
    public void part(ByteBuffer data) throws WireException {
        if (messages.traffic() == Traffic.ECHO && skip == 0 && state == State.OPEN) {
            if (inFlight.isEmpty()) {
                throw new WireException(Trouble.UNEXPECTED, GREETED);
            }
            boolean same = messages.fixed() == null
                    ? Payload.matches(data, Payload.word(identity, inFlight.first()), length)
                    : matchesFixed(data);
            if (!same) {
                throw new WireException(
                        Trouble.WRONG_ECHO, "a message came back with other bytes than were sent" + OWN_ANSWER);
            }
        }
        length += data.remaining();
    }

    private boolean matchesFixed(ByteBuffer data) {
        byte[] fixed = messages.fixed();
        if (length + data.remaining() > fixed.length) {
            return false;
        }
        for (int i = 0; i < data.remaining(); i++) {
            if (data.get(data.position() + i) != fixed[(int) length + i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void messageEnd() throws WireException {
        long size = length;
        length = 0;
        if (skip > 0) {
            skip--;
            return;
        }
        if (state != State.OPEN) {
            return;
        }
        if (messages.traffic() == Traffic.RECEIVE) {
            tally.answered(now, -1, size);
        } else if (messages.traffic().answered()) {
            answered(size);
        }
    }

    private void answered(long size) throws WireException {
        if (messages.traffic() == Traffic.ECHO) {
            if (inFlight.isEmpty()) {
                throw new WireException(Trouble.UNEXPECTED, GREETED);
            }
            if (size != inFlight.size()) {
                throw new WireException(
                        Trouble.WRONG_ECHO,
                        "a message of " + inFlight.size() + " bytes came back with " + size + OWN_ANSWER);
            }
        } else if (inFlight.isEmpty()) {
            return;
        }
        tally.answered(now, now - inFlight.due(), size);
        inFlight.removeFirst();
        worker.answered(1);
    }

    @Override
    public void control(int opcode, ByteBuffer payload) throws WireException {
        if (closeCode != 0) {
            return; // nothing counts after it
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        if (opcode == Opcode.PING) {
            tally.pings++;
            if (state == State.OPEN) {
                frame(Opcode.PONG, bytes);
            }
        } else if (opcode == Opcode.PONG) {
            pong();
        } else {
            close(bytes);
        }
    }

    /** A Close frame, whose payload is a code and a reason, or nothing (RFC 6455, section 5.5.1). */
    private void close(byte[] payload) throws WireException {
        int code = payload.length == 0
                ? NO_STATUS
                : payload.length == 1 ? 0 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        if (code < LEAST_CODE) {
            throw new WireException(WireException.PROTOCOL, "a Close with no code of four digits");
        }
        closeCode = code;
        closeReason = payload.length <= 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        if (state == State.OPEN) {
            frame(Opcode.CLOSE, payload);
        }
    }

    private void pong() {
        if (plan.mode() == Mode.IDLE && !inFlight.isEmpty()) {
            tally.alive++;
            tally.answered(now, now - inFlight.due(), 0);
            inFlight.removeFirst();
            worker.answered(1);
        }
    }

    @Override
    boolean canSend() {
        return skip == 0 && super.canSend();
    }

    @Override
    void sendOne(long dueAt) throws IOException {
        if (messages.traffic() == Traffic.RECEIVE) {
            sendFirst();
        } else {
            compose(dueAt, System.nanoTime());
            flush();
        }
    }

    @Override
    void sendAll(long at) throws IOException {
        while (canSend()) {
            compose(at, at);
            if (worker.buffers.out.position() > Short.MAX_VALUE) {
                flush();
            }
        }
        flush();
    }

    private void compose(long dueAt, long at) throws IOException {
        int size;
        if (messages.fixed() == null) {
            size = messages.sizes().next(worker.random);
            room(size);
            FrameWriter.write(
                    worker.buffers.out,
                    messages.opcode(),
                    worker.random.nextInt(),
                    Payload.word(identity, inFlight.next()),
                    size);
        } else {
            size = messages.fixed().length;
            frame(messages.opcode(), messages.fixed());
        }
        tally.sent(at, at - dueAt, size);
        if (messages.traffic().answered()) {
            inFlight.add(dueAt, at, size);
            worker.asked(1);
        } else if (messages.traffic() == Traffic.SEND) {
            tally.answered(at, -1, 0);
        }
    }

    /** The text that a server wants before it sends by itself. */
    private void sendFirst() throws IOException {
        if (messages.fixed() != null) {
            frame(messages.opcode(), messages.fixed());
            flush();
        }
    }

    private void frame(int opcode, byte[] payload) throws WireException {
        try {
            room(payload.length);
        } catch (IOException e) {
            throw new WireException(Trouble.kind(e), e.getMessage());
        }
        FrameWriter.write(worker.buffers.out, opcode, worker.random.nextInt(), payload);
    }

    private void room(int size) throws IOException {
        if (worker.buffers.out.remaining() < size + FrameWriter.LONGEST_HEADER) {
            flush();
        }
    }

    private void flush() throws IOException {
        ByteBuffer out = worker.buffers.out;
        if (out.position() > 0) {
            try {
                if (!link.isClosed()) {
                    link.write(out.flip());
                }
            } finally {
                out.clear();
            }
        }
    }

    @Override
    void sayGoodbye() throws IOException {
        frame(Opcode.CLOSE, NORMAL);
        flush();
    }

    @Override
    boolean mayEnd() {
        return false;
    }

    @Override
    boolean ping(long at) throws IOException {
        frame(Opcode.PING, PROBE);
        inFlight.clear();
        inFlight.add(at, at, PROBE.length);
        worker.asked(1);
        flush();
        return true;
    }
}
