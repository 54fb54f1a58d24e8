package io.sluice.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A place for one connection at a time: it is opened, used, and opened anew where that is called for. One thread. What is said
 * over it is the matter of the two classes that extend this one.
 */
abstract class Client {
    private static final long REST = 100_000_000; // after a failure, so that errors do not become the load
    private static final long FAREWELL = 1_000_000_000;

    /** How far a connection has come. */
    enum State {
        DOWN,
        CONNECTING,
        SECURING,
        OPENING,
        OPEN,
        CLOSING
    }

    final int number;
    final Worker worker;
    final Plan plan;
    final Tally tally;
    final InFlight inFlight;
    Link link;
    State state = State.DOWN;

    /** Whether it stands in the thread's queue of those that can send. */
    boolean queued;

    /** When it may be connected. */
    long dialAt;

    private boolean settled;
    private boolean wasOpen;
    private boolean shaking;
    private long due;
    private long dialed;
    private long connected;
    private long securedAt;
    private long closing;

    Client(int number, Worker worker) {
        this.number = number;
        this.worker = worker;
        this.plan = worker.plan;
        this.tally = worker.tally;
        this.inFlight = new InFlight(plan.inFlight());
    }

    /** The connection may be used: asks for what is to be had before messages may be sent, or calls {@link #opened}. */
    abstract void open(long now) throws IOException;

    /** Something has come; what is not read now is lost. The buffer is lent. */
    abstract void data(ByteBuffer data, long now) throws IOException;

    /** Sends one message or request, which was due at a moment that may lie in the past. Only if {@link #canSend}. */
    abstract void sendOne(long dueAt) throws IOException;

    /** Sends as many as may be in flight: of a closed loop. */
    abstract void sendAll(long now) throws IOException;

    /** Tells the server that the connection ends, in state {@link State#CLOSING}. */
    abstract void sayGoodbye() throws IOException;

    /** Whether the end of the connection, from the server's side, is in order at this point. */
    abstract boolean mayEnd();

    /** Asks the server whether it is there, in a way that is answered; false where there is none. */
    abstract boolean ping(long now) throws IOException;

    /** Whether a message may be sent. */
    boolean canSend() {
        return state == State.OPEN && !inFlight.isFull() && !link.congested();
    }

    /**
     * Connects.
     *
     * @param dueAt since when it should be open
     */
    final void dial(long dueAt) {
        due = dueAt;
        dialed = System.nanoTime();
        inFlight.clear();
        link = null;
        worker.opening(1);
        state = State.CONNECTING;
        if (plan.mode() == Mode.HANDSHAKES) {
            shaking = true;
            worker.shaking(1);
        }
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (!plan.sources().isEmpty()) {
                channel.bind(new InetSocketAddress(
                        plan.sources().get(number % plan.sources().size()), 0));
            }
            boolean done = channel.connect(plan.address());
            SelectionKey key = channel.register(worker.selector, SelectionKey.OP_CONNECT, this);
            link = plan.security() == null
                    ? new Link(this, worker.buffers, channel, key)
                    : new TlsLink(
                            this, worker.buffers, channel, key, plan.security().engine(worker.nextNumber()));
            if (done) {
                connected(key);
            }
        } catch (IOException e) {
            if (link == null && channel != null) {
                link = new Link(this, worker.buffers, channel, null);
            }
            failed(Trouble.kind(e), e.getMessage());
        }
    }

    private void connected(SelectionKey key) throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        connected = System.nanoTime();
        state = State.SECURING;
        link.begin();
    }

    /** TLS is done, or there is none. */
    final void secured(long now) throws IOException {
        securedAt = now;
        state = State.OPENING;
        open(now);
    }

    /** Messages may be sent. */
    final void opened(long now) throws IOException {
        state = State.OPEN;
        worker.opening(-1);
        tally.openChanged(1);
        tally.opened++;
        if (wasOpen) {
            tally.reopened++;
        }
        wasOpen = true;
        if (plan.mode() != Mode.HANDSHAKES || tally.counts(now)) {
            recordTimes(now);
        }
        settle();
        worker.opened(this);
    }

    private void recordTimes(long now) {
        Tally.record(tally.connect, connected - dialed);
        if (plan.security() != null) {
            Tally.record(tally.tls, securedAt - connected);
        }
        if (plan.target().webSocket()) {
            Tally.record(tally.upgrade, now - securedAt);
        }
        Tally.record(tally.opening, now - dialed);
    }

    /** The one thing that the connection was opened for is done, in {@link Mode#HANDSHAKES}. */
    final void handshakeDone(long now, long bytes) throws IOException {
        tally.answered(now, now - due, bytes);
        hangUp();
    }

    /** What the selector says. */
    final void ready(SelectionKey key) {
        try {
            if (state == State.CONNECTING) {
                if (((SocketChannel) key.channel()).finishConnect()) {
                    connected(key);
                }
                return;
            }
            if (key.isWritable()) {
                link.writable();
                if (!link.congested()) {
                    worker.canSend(this);
                }
            }
            if (!link.isClosed() && key.isReadable()) {
                link.readable();
            }
        } catch (IOException e) {
            broken(e);
        }
    }

    /** Something could not be read or written. */
    final void broken(IOException failure) {
        if (state == State.CLOSING && Trouble.kind(failure).equals(Trouble.RESET)) {
            done();
        } else {
            failed(Trouble.kind(failure), Trouble.example(failure));
        }
    }

    /** The server has ended the connection. */
    final void ended() {
        if (state == State.CLOSING || mayEnd()) {
            if (!link.isClosed()) {
                done();
            }
        } else {
            failed(Trouble.CLOSED, "ended by the server without a word" + (state == State.OPEN ? "" : ", " + state));
        }
    }

    /** Something is wrong: it is counted, and the connection closed. */
    final void failed(String kind, String example) {
        worker.errors.add(kind, example);
        if (state == State.OPEN && wasOpen) {
            tally.lost++;
        }
        down(System.nanoTime() + REST);
    }

    /** The connection has ended, in order. */
    final void done() {
        down(System.nanoTime());
    }

    private void down(long again) {
        if (state == State.OPEN || state == State.CLOSING) {
            tally.openChanged(-1);
        } else {
            worker.opening(-1);
        }
        state = State.DOWN;
        shaken();
        worker.answered(inFlight.count());
        inFlight.clear();
        worker.buffers.out.clear(); // what it has not sent is nobody else's
        if (link != null) {
            link.close();
        }
        settle();
        dialAt = again;
        worker.down(this);
    }

    /** Ends the connection in order: {@link #done} follows when the server agrees, or has been given its time. */
    final void hangUp() {
        shaken();
        if (state != State.OPEN) {
            if (state != State.DOWN && state != State.CLOSING) {
                done();
            }
            return;
        }
        state = State.CLOSING;
        closing = System.nanoTime();
        try {
            sayGoodbye();
        } catch (IOException e) {
            done();
        }
    }

    private void shaken() {
        if (shaking) {
            shaking = false;
            worker.shaking(-1);
        }
    }

    /** The run is over: what has no answer by now will have none. In an open loop it counts with the time it has waited. */
    final void leave(long now) {
        if (plan.mode() == Mode.IDLE) {
            if (!inFlight.isEmpty()) {
                worker.errors.add(Trouble.TIMEOUT, "no answer to the ping at the end");
            }
        } else if (plan.openLoop() && shaking) {
            tally.waited(now, now - due, 1);
        } else if (plan.openLoop() && plan.mode() == Mode.MESSAGES) {
            inFlight.dues(dueAt -> tally.waited(now, now - dueAt, 1));
        }
    }

    /** Looks whether the server has taken too long. */
    final void check(long now) {
        switch (state) {
            case CONNECTING -> {
                if (now - dialed > plan.timeout()) {
                    failed(Trouble.CONNECT_TIMEOUT, "no connection");
                }
            }
            case SECURING, OPENING -> {
                if (now - dialed > plan.timeout()) {
                    failed(Trouble.HANDSHAKE_TIMEOUT, "no answer to the handshake");
                }
            }
            case OPEN -> {
                if (!inFlight.isEmpty() && now - inFlight.sent() > plan.timeout()) {
                    failed(Trouble.TIMEOUT, "no answer");
                }
            }
            case CLOSING -> {
                boolean counts = plan.mode() == Mode.HANDSHAKES && worker.isRunning();
                if (now - closing > (counts ? plan.timeout() : Math.min(FAREWELL, plan.timeout()))) {
                    if (counts) {
                        worker.errors.add(Trouble.CLOSE_TIMEOUT, "the server does not end the connection");
                    }
                    done();
                }
            }
            default -> {}
        }
    }

    /** Everything is over. */
    final void abort() {
        if (state != State.DOWN) {
            done();
        }
        settle(); // also where it was never dialed: somebody waits for it
    }

    private void settle() {
        if (!settled) {
            settled = true;
            worker.settled();
        }
    }
}
