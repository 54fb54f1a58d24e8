package io.sluice.server.health;

import io.sluice.api.health.Conversation;
import io.sluice.api.health.Peer;
import io.sluice.api.health.ProbeFailure;
import io.sluice.server.tls.ClientTls;
import io.sluice.server.transport.ConnectCallback;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.ConnectionHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLException;

/** The connection of one probe: hands on what comes, keeps what was not read, within bounds. On the thread of probes. */
final class ProbeLine implements Loop.Talk, Peer, ConnectCallback, ConnectionHandler {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Conversation conversation;
    private final boolean secure;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private Connection connection;
    private boolean open;
    private boolean ended;
    private ByteBuffer unread = NOTHING;

    ProbeLine(Conversation conversation, boolean secure) {
        this.conversation = conversation;
        this.secure = secure;
    }

    /** The connection that is being made; null where that has failed. */
    void connecting(Connection made) {
        connection = made;
    }

    private interface Call {
        void run() throws ProbeFailure;
    }

    // ---- the conversation's side

    @Override
    public void send(byte[] bytes) {
        connection.write(ByteBuffer.wrap(bytes));
    }

    @Override
    public void pass() {
        if (!ended) {
            ended = true;
            result.complete(null);
            connection.close();
        }
    }

    // ---- the probe's side

    @Override
    public CompletionStage<Void> result() {
        return result;
    }

    @Override
    public String awaited() {
        if (open) {
            return conversation.awaited();
        }
        return secure ? "the connection and its TLS handshake" : "the connection";
    }

    @Override
    public void close() {
        fail(new ProbeFailure("given up while waiting for " + awaited()));
    }

    private void fail(Exception why) {
        if (!ended) {
            ended = true;
            result.completeExceptionally(why);
            if (connection != null) {
                connection.closeNow();
            }
        }
    }

    /** What a check throws besides failures is a fault of the check; it costs this probe, not the thread. */
    private void call(Call call) {
        if (ended) {
            return;
        }
        try {
            call.run();
        } catch (ProbeFailure e) {
            fail(e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            fail(new ProbeFailure("the check is at fault: " + e));
        }
    }

    // ---- the connection's side

    @Override
    public void onConnected(Connection made) {
        connection = made;
        made.handler(this);
        open = true;
        if (ended) {
            made.closeNow();
        }
        call(() -> conversation.opened(this));
    }

    @Override
    public void onFailed(IOException cause) {
        fail(new ProbeFailure(
                cause instanceof SSLException
                        ? ClientTls.reason(cause)
                        : cause.getMessage() + " while waiting for " + awaited()));
    }

    @Override
    public void onData(Connection from, ByteBuffer data) {
        call(() -> {
            ByteBuffer all = unread.hasRemaining() ? joined(data) : data;
            conversation.received(this, all);
            if (all.remaining() > Conversation.MOST_UNREAD) {
                throw new ProbeFailure(
                        "more than " + Conversation.MOST_UNREAD + " bytes came while waiting for " + awaited());
            }
            unread = all.hasRemaining() ? copy(all) : NOTHING;
        });
        data.position(data.limit());
    }

    private ByteBuffer joined(ByteBuffer data) {
        return ByteBuffer.allocate(unread.remaining() + data.remaining())
                .put(unread)
                .put(data)
                .flip();
    }

    private static ByteBuffer copy(ByteBuffer left) {
        return ByteBuffer.allocate(left.remaining()).put(left).flip();
    }

    @Override
    public void onEnd(Connection from) {
        call(() -> conversation.ended(this));
    }

    @Override
    public void onClosed(Connection from, Throwable cause) {
        fail(new ProbeFailure((cause == null ? "the connection was closed" : cause.getMessage()) + " while waiting for "
                + awaited()));
    }
}
