package io.sluice.server.relay;

import io.sluice.api.exchange.TunnelView.Side;
import io.sluice.server.error.ProxyException;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.Deadline;
import io.sluice.server.websocket.ControlFrame;
import io.sluice.server.websocket.Opcode;
import java.nio.ByteBuffer;

/**
 * The polite ending of one tunnel (RFC 6455 section 7.1). What is under way either way passes on to the end of its message,
 * and there each direction is held. When both are, each side is sent a Close frame, and what it still sends is followed and
 * dropped until its own Close, the answer; then it is sent FIN. So nobody is told to stop in the middle of a message. Where a
 * side sends Close by itself before that, it passes on as always, and so does the answer: nobody is sent a second one. On the
 * tunnel's worker.
 */
final class Farewell {
    private enum Phase {
        /** Messages that are under way pass on to their end. */
        FINISHING,
        /** Both sides were sent Close, and their answers are awaited. */
        CLOSING,
        /** The sides close by themselves. */
        BY_THEMSELVES
    }

    private final Tunnel tunnel;
    private final Direction request;
    private final Direction response;
    private final Ending ending;
    private final Deadline deadline;
    private Phase phase = Phase.FINISHING;

    /** Of a tunnel of which both directions are followed. */
    Farewell(Tunnel tunnel, Direction request, Direction response, Ending ending) {
        this.tunnel = tunnel;
        this.request = request;
        this.response = response;
        this.ending = ending;
        this.deadline = request.source.worker().deadline(this::cut);
    }

    Ending ending() {
        return ending;
    }

    /** The outcome of the exchange. */
    ProxyException why() {
        return ending.why();
    }

    void begin() {
        deadline.set(ending.messageTime().toNanos());
        holdAtBoundary(request);
        holdAtBoundary(response);
        advance();
    }

    /** Bytes have come; what is left in the buffer comes again. */
    void pass(Direction direction, ByteBuffer data) {
        switch (phase) {
            case FINISHING -> {
                if (!direction.held) {
                    direction.passToMessageEnd(data);
                    holdAtBoundary(direction);
                }
            }
            case CLOSING -> direction.drop(data);
            case BY_THEMSELVES -> direction.pass(data);
        }
        advance();
    }

    /** A direction's source has sent FIN. */
    void ended(Direction direction) {
        if (phase != Phase.CLOSING) {
            direction.end();
            direction.held = true;
        }
        advance();
    }

    private static void holdAtBoundary(Direction direction) {
        if (direction.source.inputEnded()) {
            direction.held = true;
        } else if (direction.frames.betweenMessages() && !direction.closed()) {
            direction.held = true;
            direction.source.suspendRead();
        }
    }

    private void advance() {
        if (phase == Phase.FINISHING) {
            if (request.closed() || response.closed()) {
                awaitAnswers(Phase.BY_THEMSELVES);
            } else if (!request.followed() || !response.followed()) {
                finish(); // where its messages end can no longer be known
            } else if (request.held && response.held) {
                tell(response);
                tell(request);
                awaitAnswers(Phase.CLOSING);
            }
        }
        if (phase == Phase.CLOSING) {
            endIfAnswered(request, response);
            endIfAnswered(response, request);
        }
        if (phase != Phase.FINISHING && over(request) && over(response)) {
            finish();
        }
    }

    private void awaitAnswers(Phase next) {
        phase = next;
        deadline.set(ending.echoTime().toNanos());
        for (Direction direction : new Direction[] {request, response}) {
            direction.held = false;
            direction.source.resumeRead(); // whatever waits to be written
        }
    }

    /** Sends Close to who reads here, behind the last message. */
    private void tell(Direction direction) {
        if (direction.source.inputEnded()) {
            return; // it was sent FIN
        }
        tunnel.closedByProxy();
        direction.control(Opcode.CLOSE, ControlFrame.closePayload(ending.code(), ending.reason()));
    }

    /** Who writes {@code from} and reads {@code to} is sent FIN once nothing more is to come from there. */
    private static void endIfAnswered(Direction from, Direction to) {
        if (over(from)) {
            to.end();
        }
    }

    private static boolean over(Direction direction) {
        return direction.closed() || direction.source.inputEnded() || !direction.followed();
    }

    private void finish() {
        deadline.stop();
        Side by = tunnel.closedBy();
        tunnel.close(by == null || by == Side.PROXY ? ending.why() : null);
    }

    /** Time is up. Who has been told all may still read it; who has not is shown that something broke off. */
    private void cut() {
        boolean early = phase == Phase.FINISHING;
        for (Direction direction : new Direction[] {request, response}) {
            if (early && direction.held) {
                tell(direction);
            }
            Connection reader = direction.sink;
            if ((early && !direction.held) || reader.pending() > 0) {
                reader.reset();
            }
        }
        tunnel.close(ending.why());
    }

    void stop() {
        deadline.stop();
    }
}
