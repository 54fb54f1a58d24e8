package io.sluice.server.exchange;

import io.sluice.server.config.NextUpstreamConfig.Condition;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.exchange.Pass.Destination;
import io.sluice.server.http.BodyFraming;
import io.sluice.server.http.Fields;
import io.sluice.server.http.HeadWriter;
import io.sluice.server.http.RequestHead;
import io.sluice.server.http.ResponseHead;
import io.sluice.server.http.ResponseHeadReader;
import io.sluice.server.observe.EndpointTraffic;
import io.sluice.server.observe.Metric;
import io.sluice.server.relay.Framing;
import io.sluice.server.relay.Liveness;
import io.sluice.server.relay.Pipe;
import io.sluice.server.relay.Tunnel;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.Deadline;
import io.sluice.server.transport.Worker;
import io.sluice.server.upstream.Attempts;
import io.sluice.server.upstream.Dial;
import io.sluice.server.upstream.UpstreamConnection;
import io.sluice.server.websocket.Handshake;
import java.nio.ByteBuffer;

/**
 * The part of an exchange that a back end has: connect, send, answer, relay. Where its answer is replaced by an error page
 * that comes from a back end, too, that has one of its own. On the exchange's worker.
 */
final class Forward {
    private final Exchange exchange;
    private ExchangeContext context;
    private final RoutePlan plan;
    private final RequestHead head;
    private final RequestBody body;
    private final ExchangeRecord record;
    private final Connection client;
    private final Worker worker;
    private final Deadline deadline;

    private Outbound request;
    private Dial dial;
    private ResponseHeadReader reader;
    private UpstreamLeg upstream;
    private BodyPass responseBody;
    private boolean reusable;

    /** Of an exchange with this plan; {@link #begin} sets it going. */
    Forward(Exchange exchange, RoutePlan plan) {
        this.exchange = exchange;
        this.plan = plan;
        this.context = exchange.context();
        this.head = exchange.head();
        this.body = exchange.body();
        this.record = exchange.record();
        this.client = exchange.client();
        this.worker = client.worker();
        this.deadline = exchange.deadline();
    }

    // ---- request policies, connect

    void begin() {
        Destination to = plan.pass() == null
                ? new Destination(plan.pool(), null)
                : plan.pass().of(record);
        record.upstreamName = to.pool().name();
        record.upstreamScheme = to.pool().scheme();
        record.tries.redirected();
        request = new Outbound(head, body.framing(), plan, to, record);
        if (request.upgrade()) {
            exchange.refuseWhileStopping();
        }
        Attempts attempts =
                new Attempts(plan.connectNanos(), plan.nextUpstream(), request.idempotent(), !request.hasBody());
        dial = to.pool().dial(worker, record, attempts, record.tries, exchange.events());
        dial.begin();
    }

    // ---- send

    void connected(UpstreamConnection connection) {
        upstream = new UpstreamLeg(connection, record.tries, context.metrics());
        reader = new ResponseHeadReader(ClientHead.UPSTREAM_LIMITS);
        Connection up = connection.connection();
        up.handler(exchange.events());
        up.sendTimeout(plan.sendNanos());
        up.write(request.write(worker).flip());
        if (!body.sent()) {
            body.begin(new Pipe(client, up));
            client.resumeRead();
        }
        await();
    }

    void sendBody(ByteBuffer data) {
        int sent = body.send(data, worker.output());
        if (sent > 0) {
            record.requestBody += sent;
            request.boundBody(body.payloadBytes());
            body.accept();
            await();
        }
    }

    /** Whose turn it is: the client's with its body, or the back end's. */
    private void await() {
        deadline.set(
                body.sent()
                        ? plan.readNanos()
                        : context.listener().timeouts().body().toNanos());
    }

    // ---- answer, response policies, relay

    void receive(ByteBuffer data) {
        if (body.sent()) {
            deadline.set(plan.readNanos());
        }
        try {
            readHeads(data);
        } catch (ProxyException e) {
            if (reader == null || e.kind().side() != ErrorKind.Side.UPSTREAM) {
                throw e;
            }
            giveUp(Condition.INVALID_HEADER, e);
        }
        if (responseBody != null && upstream != null) {
            passBody(data, worker.output());
        }
    }

    private void readHeads(ByteBuffer data) {
        while (reader != null) {
            ResponseHead response = reader.read(data);
            if (response == null) {
                return;
            }
            if (response.status() == 101) {
                switchProtocols(response);
                return;
            }
            if (response.status() < 200) {
                interim(response);
            } else {
                answer(response, data);
                return; // where it was given up, the rest of the data is not the next endpoint's
            }
        }
    }

    private void interim(ResponseHead response) {
        BodyFraming.forResponse(response, record.method());
        if (head.minorVersion() > 0) {
            ByteBuffer out = ClientHead.interim(response, worker).flip();
            record.headBytes += out.remaining();
            new Pipe(upstream.connection(), client).write(out);
        }
    }

    private void answer(ResponseHead response, ByteBuffer data) {
        BodyFraming framing = BodyFraming.forResponse(response, record.method());
        note(response);
        reader = null;
        Condition refused = Condition.of(response.status());
        if (refused != null && dial.wouldGoOn(refused)) {
            deadline.stop();
            upstream.close(0);
            upstream = null;
            dial.refused(refused);
            return;
        }
        dial.answered();
        if (plan.interceptErrors() && exchange.hasErrorPage(response.status())) {
            intercept(response);
            return;
        }
        reusable = response.keepAlive() && framing.kind() != BodyFraming.Kind.UNTIL_CLOSE;
        Fields fields = fields(response);
        BodyPass.Mode mode = ClientHead.frame(fields, framing, head);
        plan.locations().apply(fields, record, plan.redirects());
        dial.hold(fields);
        boolean replaced = record.errorStatus != 0;
        int status = replaced ? record.errorStatus : response.status();
        record.status = status; // policies ask for it
        plan.policies().onResponse(fields, record);
        String connection = exchange.answered(ClientHead.endsByItself(framing, mode)) ? "keep-alive" : "close";
        String reason = replaced ? HeadWriter.reason(status) : response.reason();
        ByteBuffer out = ClientHead.complete(status, reason, fields, connection, record, context.date());
        responseBody = new BodyPass(framing, mode, new Pipe(upstream.connection(), client));
        passBody(data, out);
    }

    /** What of the back end's fields the client gets. */
    private Fields fields(ResponseHead response) {
        Fields fields = ClientHead.fields(response);
        plan.hiddenFields().takeFrom(fields, context.server());
        return fields;
    }

    /** An error of the back end's whose place the route's page takes; the rest of it is of no use. */
    private void intercept(ResponseHead response) {
        record.challenge = response.status() == 401 ? response.fields().first("WWW-Authenticate") : null;
        upstream.close(0);
        upstream = null;
        exchange.error(response.status(), LocalAnswer.page(response.status(), context));
    }

    private void note(ResponseHead response) {
        record.status = response.status();
        record.upstreamHeaders = response.fields();
        record.tries.answered(response.status(), worker.now());
    }

    private void passBody(ByteBuffer data, ByteBuffer out) {
        responseBody.pass(data, out);
        if (responseBody.complete()) {
            reusable &= !data.hasRemaining(); // bytes behind the answer: nobody asked for them
            ended();
        }
    }

    private void ended() {
        UpstreamLeg served = upstream;
        upstream = null;
        record.tries.completed(worker.now());
        if (reusable && body.sent()) {
            served.recycle();
        } else {
            served.close(0);
        }
        exchange.responseSent();
    }

    private void switchProtocols(ResponseHead response) {
        if (!request.upgrade()) {
            throw Failures.unaskedSwitch();
        }
        exchange.refuseWhileStopping();
        if (record.webSocket) {
            Handshake.checkResponse(head, response);
        }
        note(response);
        dial.answered();
        Fields fields = fields(response);
        dial.hold(fields);
        plan.policies().onResponse(fields, record);
        fields.add("Upgrade", response.fields().first("Upgrade"));
        client.write(ClientHead.complete(101, response.reason(), fields, "upgrade", record, context.date())
                .flip());
        exchange.answered(false);
        reader = null;
        request = null;
        dial = null;
        deadline.stop();
        context.metrics().count(Metric.TUNNELS_OPENED);
        context.metrics().inc(Metric.TUNNELS_OPEN);
        exchange.account().route().tunnels().opened(worker.now() - record.startedNanos());
        Tunnel tunnel = new Tunnel(
                client,
                upstream.connection(),
                new Liveness(plan.readNanos(), plan.ping(), context.drains()),
                framing(response),
                exchange.account().route().tunnels(),
                upstream.traffic(),
                exchange.events());
        record.tunnel = tunnel;
        exchange.relays();
        context = exchange.context();
        LiveTunnel live = new LiveTunnel(record, tunnel, context.drains());
        upstream.tunnel(live);
        exchange.tunnelOpened(live);
        tunnel.start();
    }

    private Framing framing(ResponseHead response) {
        if (!record.webSocket) {
            return Framing.NONE;
        }
        String subprotocol = response.fields().first("Sec-WebSocket-Protocol");
        return Framing.of(plan.frames(), Handshake.reservedBits(response), subprotocol == null ? "" : subprotocol);
    }

    /** What is counted of all tunnels to the endpoint. */
    EndpointTraffic traffic() {
        return upstream.traffic();
    }

    void tunnelEnded() {
        context.metrics().count(Metric.TUNNELS_CLOSED);
        context.metrics().dec(Metric.TUNNELS_OPEN);
        upstream.release();
        upstream = null;
    }

    // ---- what goes wrong

    /** The exchange has failed. */
    void fail(ErrorKind kind) {
        body.stop();
        reader = null;
        if (dial != null) {
            dial.cancel();
        }
        if (upstream != null) {
            upstream.fail(kind);
            upstream = null;
        }
    }

    /** Bytes that the endpoint's connection has not taken yet. */
    int pending() {
        return upstream == null ? 0 : upstream.connection().pending();
    }

    /** Whether it is the connection in use: one that was given up still tells its end. */
    boolean uses(Connection connection) {
        return upstream != null && upstream.connection() == connection;
    }

    void clientDrained() {
        if (upstream != null) {
            upstream.connection().resumeRead();
        }
    }

    /** By FIN, where {@code cause} is null, or by a broken connection. */
    void upstreamEnded(Throwable cause) {
        if (responseBody == null) {
            giveUp(Condition.ERROR, Failures.upstreamClosed(cause));
        } else if (cause == null
                && responseBody.completeAtEnd()
                && !upstream.connection().truncated()) {
            reusable = false;
            responseBody.end(worker);
            ended();
        } else {
            exchange.fail(Failures.upstreamTruncated(cause));
        }
    }

    /** It took nothing for too long. */
    void upstreamStalled() {
        if (responseBody == null) {
            giveUp(Condition.TIMEOUT, Failures.upstreamStalled());
        } else {
            exchange.fail(Failures.upstreamStalled());
        }
    }

    /** The endpoint has failed before its answer: another one may be asked. */
    private void giveUp(Condition condition, ProxyException why) {
        deadline.stop();
        reader = null;
        upstream.close(why.kind().status());
        upstream = null;
        dial.failed(condition, why);
    }

    void late() {
        if (!body.sent()) {
            if (body.blocked()) {
                deadline.set(context.listener().timeouts().body().toNanos()); // its send timeout decides
            } else {
                exchange.fail(Failures.clientSlow());
            }
        } else if (client.pending() > 0) {
            deadline.set(plan.readNanos()); // the client's send timeout decides
        } else if (responseBody == null) {
            giveUp(Condition.TIMEOUT, Failures.upstreamSlow(false));
        } else {
            exchange.fail(Failures.upstreamSlow(true));
        }
    }
}
