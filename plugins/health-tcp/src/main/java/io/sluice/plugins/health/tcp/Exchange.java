package io.sluice.plugins.health.tcp;

import io.sluice.api.health.Conversation;
import io.sluice.api.health.Peer;
import io.sluice.api.health.ProbeFailure;
import java.nio.ByteBuffer;

/** Sends something, or nothing, and looks for something, or nothing, in what comes. */
final class Exchange implements Conversation {
    /** What is expected must begin within these bytes. */
    static final int MOST = 16 * 1024;

    private final byte[] send;
    private final byte[] expect;

    /** Either may be empty, for nothing. */
    Exchange(byte[] send, byte[] expect) {
        this.send = send;
        this.expect = expect;
    }

    @Override
    public void opened(Peer peer) {
        if (send.length > 0) {
            peer.send(send);
        }
        if (expect.length == 0) {
            peer.pass();
        }
    }

    /** All that has come stays in {@code data} until it is found. */
    @Override
    public void received(Peer peer, ByteBuffer data) throws ProbeFailure {
        int last = Math.min(data.remaining() - expect.length, MOST);
        for (int i = 0; i <= last; i++) {
            if (data.slice(data.position() + i, expect.length).equals(ByteBuffer.wrap(expect))) {
                peer.pass();
                return;
            }
        }
        if (data.remaining() - expect.length > MOST) {
            throw new ProbeFailure("what is expected is not in the first " + MOST + " bytes");
        }
    }

    @Override
    public String awaited() {
        return "what is expected";
    }
}
