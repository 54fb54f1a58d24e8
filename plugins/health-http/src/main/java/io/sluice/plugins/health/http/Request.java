package io.sluice.plugins.health.http;

import io.sluice.api.health.AnswerHead;
import io.sluice.api.health.AnswerReader;
import io.sluice.api.health.Conversation;
import io.sluice.api.health.Peer;
import io.sluice.api.health.ProbeFailure;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One request and its answer. */
final class Request implements Conversation {
    private final byte[] bytes;
    private final Statuses statuses;
    private final BodyMatch match;
    private final AnswerReader heads = new AnswerReader();
    private BodyReader body;

    /** {@code match} is null where the body is of no interest. */
    Request(byte[] bytes, Statuses statuses, BodyMatch match) {
        this.bytes = bytes;
        this.statuses = statuses;
        this.match = match;
    }

    @Override
    public void opened(Peer peer) {
        peer.send(bytes);
    }

    @Override
    public void received(Peer peer, ByteBuffer data) throws ProbeFailure {
        if (body == null) {
            Optional<AnswerHead> head = heads.read(data);
            if (head.isEmpty()) {
                return;
            }
            if (!statuses.allow(head.get().status())) {
                throw new ProbeFailure("the status is " + head.get().status() + " (expected: " + statuses + ")");
            }
            if (match == null) {
                peer.pass();
                return;
            }
            body = new BodyReader(head.get(), match.most());
        }
        if (body.read(data)) {
            judge(peer);
        }
    }

    @Override
    public void ended(Peer peer) throws ProbeFailure {
        if (body == null || !body.mayEnd()) {
            Conversation.super.ended(peer);
        }
        judge(peer);
    }

    private void judge(Peer peer) throws ProbeFailure {
        match.check(body.text());
        peer.pass();
    }

    @Override
    public String awaited() {
        return body == null ? "the head of the answer" : "the body of the answer";
    }
}
