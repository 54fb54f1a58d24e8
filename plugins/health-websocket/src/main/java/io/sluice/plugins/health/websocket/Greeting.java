package io.sluice.plugins.health.websocket;

import io.sluice.api.health.AnswerHead;
import io.sluice.api.health.AnswerReader;
import io.sluice.api.health.Conversation;
import io.sluice.api.health.Peer;
import io.sluice.api.health.ProbeFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A handshake, a ping and its pong, and a close. What comes in between is passed over, within bounds. */
final class Greeting implements Conversation {
    /** What an endpoint may send of its own accord before its pong, in bytes. */
    static final int MOST_PASSED_OVER = 1024 * 1024;

    private static final int PING_BYTES = 8;
    private static final byte[] NORMAL = {1000 >> 8, (byte) 1000};

    private final byte[] request;
    private final Handshake handshake;
    private final boolean ping;
    private final AnswerReader heads = new AnswerReader();
    private final byte[] said = Chance.bytes(PING_BYTES);
    private Frame frame;
    private boolean shaken;
    private boolean strange;
    private boolean over;
    private long passedOver;

    /** How much of the payload of {@link #frame} is still to be passed over. */
    private long left;

    /** {@code ping}: whether the handshake alone is not enough. */
    Greeting(byte[] request, Handshake handshake, boolean ping) {
        this.request = request;
        this.handshake = handshake;
        this.ping = ping;
    }

    @Override
    public void opened(Peer peer) {
        peer.send(request);
    }

    @Override
    public void received(Peer peer, ByteBuffer data) throws ProbeFailure {
        if (!shaken) {
            Optional<AnswerHead> head = heads.read(data);
            if (head.isEmpty()) {
                return;
            }
            handshake.check(head.get());
            shaken = true;
            if (!ping) {
                finish(peer);
                return;
            }
            peer.send(Frame.of(Frame.PING, said));
        }
        while (!over && frame(peer, data)) {
            frame = null;
        }
    }

    /** Takes in one frame, or what there is of it; false where more is needed. */
    private boolean frame(Peer peer, ByteBuffer data) throws ProbeFailure {
        if (frame == null) {
            frame = Frame.read(data);
            if (frame == null) {
                return false;
            }
            left = frame.length();
            passedOver += 2;
        }
        if (frame.control()) {
            return control(peer, data);
        }
        int skipped = (int) Math.min(left, data.remaining());
        data.position(data.position() + skipped);
        left -= skipped;
        passedOver += skipped;
        checkPatience();
        return left == 0;
    }

    private boolean control(Peer peer, ByteBuffer data) throws ProbeFailure {
        if (data.remaining() < left) {
            return false;
        }
        byte[] payload = new byte[(int) left]; // 125 at most
        data.get(payload);
        passedOver += payload.length;
        switch (frame.opcode()) {
            case Frame.CLOSE ->
                throw new ProbeFailure("it closed the WebSocket in place of the pong: " + reason(payload));
            case Frame.PING -> peer.send(Frame.of(Frame.PONG, payload));
            default -> {
                if (Arrays.equals(payload, said)) {
                    finish(peer);
                }
                strange = true;
            }
        }
        checkPatience();
        return true;
    }

    private void checkPatience() throws ProbeFailure {
        if (passedOver > MOST_PASSED_OVER) {
            throw new ProbeFailure("more than " + MOST_PASSED_OVER + " bytes came in place of the pong");
        }
    }

    private void finish(Peer peer) {
        over = true;
        peer.send(Frame.of(Frame.CLOSE, NORMAL));
        peer.pass();
    }

    private static String reason(byte[] payload) {
        if (payload.length < 2) {
            return "without a code";
        }
        int code = ByteBuffer.wrap(payload).getShort() & 0xffff;
        return code + " " + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    @Override
    public String awaited() {
        if (!shaken) {
            return "the answer to the handshake";
        }
        return strange ? "the pong: those that came have another payload" : "the pong";
    }
}
