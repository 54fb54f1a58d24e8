package io.sluice.server.exchange;

import io.sluice.server.config.RouteConfig;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.exchange.Pass.Destination;
import io.sluice.server.http.BodyFraming;
import io.sluice.server.http.Fields;
import io.sluice.server.http.HeadWriter;
import io.sluice.server.http.HopByHop;
import io.sluice.server.http.RequestHead;
import io.sluice.server.route.Rewrite;
import io.sluice.server.transport.Worker;
import io.sluice.server.upstream.Pool;
import io.sluice.server.websocket.Handshake;
import java.nio.ByteBuffer;

/** The request as the back end gets it: the same at every try. */
final class Outbound {
    private final RequestHead head;
    private final String method;
    private final RoutePlan plan;
    private final BodyFraming framing;
    private final boolean upgrade;
    private final Fields fields;
    private final String target;

    /**
     * Lets the route's policies at the request.
     *
     * @throws ProxyException when the body is too large, the handshake wrong, or a policy fails
     */
    Outbound(RequestHead head, BodyFraming framing, RoutePlan plan, Destination to, ExchangeRecord record) {
        this.head = head;
        this.method = record.method();
        this.plan = plan;
        this.framing = framing;
        boundBody(framing.contentLength());
        this.upgrade = admitUpgrade(record);
        this.fields = fields(to.pool(), record);
        this.target = to.target() == null ? target(record) : to.target();
    }

    /** Whether the back end is asked to switch protocols. */
    boolean upgrade() {
        return upgrade;
    }

    boolean hasBody() {
        return framing.kind() != BodyFraming.Kind.NONE;
    }

    /** Whether sending it twice does no more than sending it once; of methods that are not known, nginx takes that for granted. */
    boolean idempotent() {
        return !method.equals("POST") && !method.equals("LOCK") && !method.equals("PATCH");
    }

    /** Refuses a body above the route's bound. */
    void boundBody(long bytes) {
        plan.boundBody(bytes);
    }

    /** The head in a buffer of the worker's, to be written on from its position. */
    ByteBuffer write(Worker worker) {
        ByteBuffer out = ClientHead.buffer(worker, HeadWriter.requestLength(method, target, fields));
        HeadWriter.request(out, method, target, fields);
        return out;
    }

    private String target(ExchangeRecord record) {
        if (plan.rewrite() != null) {
            return plan.rewrite().target(record.path(), record.query());
        }
        return record.redirected() ? Rewrite.whole(record.path(), record.query()) : head.originForm();
    }

    /** A body that was announced and is not sent: the request was redirected inside the server. */
    private void dropBody(Fields out) {
        if (BodyFraming.forRequest(head).kind() != BodyFraming.Kind.NONE) {
            out.remove("Content-Length");
            out.remove("Transfer-Encoding");
            out.remove("Expect");
        }
    }

    private boolean admitUpgrade(ExchangeRecord record) {
        if (plan.upgrade() == RouteConfig.Upgrade.NONE) {
            return false;
        }
        if (Handshake.requested(head)) {
            Handshake.check(head);
            record.webSocket = true;
            return true;
        }
        boolean offered = head.minorVersion() > 0
                && head.fields().hasToken("Connection", "upgrade")
                && head.fields().contains("Upgrade");
        if (offered && plan.upgrade() == RouteConfig.Upgrade.WEBSOCKET_ONLY) {
            throw new ProxyException(
                    ErrorKind.UPGRADE_REFUSED,
                    "Upgrade \"" + head.fields().first("Upgrade") + "\" (expected: websocket)");
        }
        return offered && plan.upgrade() == RouteConfig.Upgrade.ANY;
    }

    private Fields fields(Pool pool, ExchangeRecord record) {
        Fields out = head.fields().copy();
        HopByHop.strip(out);
        if (!hasBody()) {
            dropBody(out);
        }
        String received = head.fields().first("Host");
        String host = plan.hostHeader().text(record);
        if (head.parsed().authority() != null && host.equals(received)) {
            host = head.parsed().authority(); // RFC 9112 section 3.2.2: it replaces the Host field
        }
        if (host.isEmpty()) {
            out.remove("Host"); // as nginx: a field without a value is not sent
        } else if (!host.equals(received)) {
            out.set("Host", host);
        }
        plan.policies().onRequest(out, record);
        if (upgrade) {
            out.add("Connection", "Upgrade");
            // a WebSocket alone was checked: what else was offered is not passed on
            out.add("Upgrade", record.webSocket ? "websocket" : head.fields().first("Upgrade"));
        } else if (!pool.keepsConnections()) {
            out.add("Connection", "close");
        }
        return out;
    }
}
