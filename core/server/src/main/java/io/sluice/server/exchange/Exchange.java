package io.sluice.server.exchange;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.BodyFraming;
import io.sluice.server.http.Fields;
import io.sluice.server.http.HeadWriter;
import io.sluice.server.http.HopByHop;
import io.sluice.server.http.RequestHead;
import io.sluice.server.http.ResponseHead;
import io.sluice.server.http.ResponseHeadReader;
import io.sluice.server.observe.Metric;
import io.sluice.server.relay.Pipe;
import io.sluice.server.relay.Tunnel;
import io.sluice.server.relay.TunnelEnd;
import io.sluice.server.route.Match;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.ConnectionHandler;
import io.sluice.server.transport.Deadline;
import io.sluice.server.transport.Worker;
import io.sluice.server.upstream.Dial;
import io.sluice.server.upstream.DialListener;
import io.sluice.server.upstream.UpstreamConnection;
import io.sluice.server.websocket.Handshake;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One request with its answer or tunnel, from the head that was read to the line in the log. Owner of both connections, on
 * one worker's thread. The methods stand in the order in which an exchange lives; a failure jumps forward to the end.
 */
public final class Exchange implements ConnectionHandler, DialListener, TunnelEnd {
    private final ExchangeContext context;
    private final ClientSlot slot;
    private final Connection client;
    private final Worker worker;
    private final RequestHead head;
    private final ExchangeRecord record;
    private final Deadline deadline;

    private RoutePlan plan;
    private Outbound request;
    private Dial dial;
    private UpstreamConnection upstream;
    private long upstreamReadBefore;
    private long upstreamWrittenBefore;
    private BodyPass requestBody;
    private boolean requestSent;
    private ResponseHeadReader reader;
    private BodyPass responseBody;
    private boolean interimSent;
    private boolean answered;
    private boolean upstreamReusable;
    private boolean responseSent;
    private boolean keepAlive;
    private boolean done;

    private Exchange(ExchangeContext context, ClientSlot slot, RequestHead head, ExchangeRecord record) {
        this.context = context;
        this.slot = slot;
        this.client = slot.connection();
        this.worker = client.worker();
        this.head = head;
        this.record = record;
        this.deadline = worker.deadline(() -> guarded(this::late));
        context.metrics().count(Metric.REQUESTS);
        context.metrics().inc(Metric.CONNECTIONS_WRITING);
        client.handler(this);
    }

    /**
     * Serves a request whose head was read. Returns at once; {@link ClientSlot#exchangeEnded} tells the end.
     *
     * @param startedNanos when the head's first byte was read, in the worker's time
     */
    public static void serve(ExchangeContext context, ClientSlot slot, RequestHead head, long startedNanos) {
        Exchange exchange = new Exchange(context, slot, head, new ExchangeRecord(slot, head, "", startedNanos));
        exchange.guarded(exchange::begin);
    }

    /** Answers a head that could not be read. */
    public static void refuse(
            ExchangeContext context, ClientSlot slot, String partialLine, long startedNanos, ProxyException why) {
        Exchange exchange =
                new Exchange(context, slot, null, new ExchangeRecord(slot, null, partialLine, startedNanos));
        exchange.guarded(() -> exchange.fail(why));
    }

    // ---- route, request policies, connect

    private void begin() {
        BodyFraming framing = BodyFraming.forRequest(head);
        requestSent = framing.kind() == BodyFraming.Kind.NONE;
        Match<RoutePlan> match =
                context.routes().find(context.listener().name(), head.host() == null ? "" : head.host(), record.path());
        record.serverName = match.serverName();
        plan = match.route();
        if (plan == null) {
            throw new ProxyException(ErrorKind.NO_ROUTE, "no route for \"" + record.path() + "\"");
        }
        if (match.redirect() != null) {
            answerLocally(LocalAnswer.redirect(match.redirect(), record, context));
        } else if (plan.status() != null) {
            answerLocally(LocalAnswer.status(plan.status(), head, context));
        } else {
            record.upstreamName = plan.pool().name();
            request = new Outbound(head, framing, plan, record);
            reader = new ResponseHeadReader(ClientHead.UPSTREAM_LIMITS);
            dial = plan.pool().dial(worker, record, plan.connectNanos(), record.tries, this);
            dial.next();
        }
    }

    // ---- send

    @Override
    public void onConnected(UpstreamConnection connection) {
        upstream = connection;
        Connection up = connection.connection();
        up.handler(this);
        up.sendTimeout(plan.sendNanos());
        upstreamReadBefore = up.bytesRead();
        upstreamWrittenBefore = up.bytesWritten();
        up.write(request.write(worker).flip());
        if (requestSent) {
            deadline.set(plan.readNanos());
        } else {
            requestBody = new BodyPass(request.framing(), BodyPass.Mode.AS_IS, new Pipe(client, up));
            deadline.set(context.listener().timeouts().body().toNanos());
            client.resumeRead();
        }
    }

    @Override
    public void onTryFailed(ProxyException why) {
        context.errors().failed(why, record);
    }

    @Override
    public void onExhausted(ProxyException why) {
        fail(why);
    }

    private void sendBody(ByteBuffer data) {
        if (requestBody == null) {
            return; // not connected yet, or the next request: the connection keeps it
        }
        int before = data.remaining();
        requestBody.pass(data, worker.output());
        record.requestBody += before - data.remaining();
        request.boundBody(requestBody.payloadBytes());
        if (requestBody.complete()) {
            requestSent = true;
            requestBody = null;
            deadline.set(plan.readNanos());
        } else {
            deadline.set(context.listener().timeouts().body().toNanos());
        }
    }

    // ---- answer, response policies, relay

    private void receive(ByteBuffer data) {
        if (requestSent) {
            deadline.set(plan.readNanos());
        }
        while (!answered) {
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
            }
        }
        if (responseBody != null && !responseSent) {
            passBody(data, worker.output());
        }
    }

    private void interim(ResponseHead response) {
        if (head.minorVersion() > 0) {
            Fields fields = response.fields().copy();
            HopByHop.strip(fields);
            client.write(ClientHead.write(worker, response, fields).flip());
            interimSent = true;
        }
    }

    private void answer(ResponseHead response, ByteBuffer data) {
        BodyFraming framing = BodyFraming.forResponse(response, head.method());
        note(response);
        upstreamReusable = response.keepAlive() && framing.kind() != BodyFraming.Kind.UNTIL_CLOSE;
        Fields fields = response.fields().copy();
        HopByHop.strip(fields);
        BodyPass.Mode mode = ClientHead.frame(fields, framing, head);
        keepAlive = requestSent && head.keepAlive() && slot.mayContinue() && ClientHead.endsByItself(framing, mode);
        plan.policies().onResponse(fields, record);
        ClientHead.complete(fields, keepAlive ? "keep-alive" : "close", context.date());
        record.responseHeaders = fields;
        ByteBuffer out = ClientHead.write(worker, response, fields);
        record.headBytes = out.position();
        answered = true;
        reader = null;
        responseBody = new BodyPass(framing, mode, new Pipe(upstream.connection(), client));
        passBody(data, out);
    }

    private void note(ResponseHead response) {
        record.status = response.status();
        record.upstreamHeaders = response.fields();
        record.tries.answered(response.status(), worker.now());
    }

    private void passBody(ByteBuffer data, ByteBuffer out) {
        responseBody.pass(data, out);
        if (responseBody.complete()) {
            upstreamReusable &= !data.hasRemaining(); // bytes behind the answer: nobody asked for them
            responseEnded();
        }
    }

    private void responseEnded() {
        deadline.stop();
        endTry(0);
        UpstreamConnection served = upstream;
        upstream = null;
        if (upstreamReusable && requestSent) {
            served.recycle();
        } else {
            served.close();
        }
        responseSent = true;
        finishWhenWritten();
    }

    private void switchProtocols(ResponseHead response) {
        if (!request.upgrade()) {
            throw new ProxyException(ErrorKind.BAD_RESPONSE, "upstream sent a 101 that was not asked for");
        }
        if (record.webSocket) {
            Handshake.checkResponse(head, response);
        }
        note(response);
        Fields fields = response.fields().copy();
        HopByHop.strip(fields);
        plan.policies().onResponse(fields, record);
        ClientHead.complete(fields, "upgrade", context.date());
        fields.add("Upgrade", response.fields().first("Upgrade"));
        record.responseHeaders = fields;
        ByteBuffer out = ClientHead.write(worker, response, fields);
        record.headBytes = out.position();
        client.write(out.flip());
        answered = true;
        reader = null;
        request = null;
        dial = null;
        deadline.stop();
        context.metrics().count(Metric.TUNNELS_OPENED);
        context.metrics().inc(Metric.TUNNELS_OPEN);
        new Tunnel(client, upstream.connection(), plan.readNanos(), this).start();
    }

    @Override
    public void ended(ProxyException why) {
        context.metrics().count(Metric.TUNNELS_CLOSED);
        context.metrics().dec(Metric.TUNNELS_OPEN);
        endTry(0);
        upstream.release();
        upstream = null;
        if (why != null) {
            noteFailure(why);
        }
        finish();
    }

    // ---- finish

    private void fail(ProxyException why) {
        if (done) {
            return;
        }
        boolean hadAnswered = answered;
        answered = true;
        if (!hadAnswered) {
            record.status = why.kind().status();
        }
        noteFailure(why);
        if (dial != null) {
            dial.cancel();
        }
        if (upstream != null) {
            endTry(why.kind().status());
            upstream.close();
            upstream = null;
        }
        if (!hadAnswered && client.isOpen() && why.kind() != ErrorKind.CLIENT_CLOSED) {
            answerLocally(LocalAnswer.error(why.kind(), context));
            return;
        }
        keepAlive = false;
        if (why.kind() == ErrorKind.CLIENT_STALLED || (hadAnswered && !responseSent && head.minorVersion() == 0)) {
            client.reset(); // a FIN would look like the end of an answer that is delimited by it
        }
        finish();
    }

    private void noteFailure(ProxyException why) {
        record.outcome = why.kind().id();
        context.metrics().failed(why.kind());
        context.errors().failed(why, record);
    }

    private void answerLocally(LocalAnswer page) {
        deadline.stop();
        keepAlive = head != null && requestSent && head.keepAlive() && slot.mayContinue();
        Fields fields = page.fields();
        record.status = page.status();
        if (plan != null) {
            try {
                plan.policies().onResponse(fields, record);
            } catch (ProxyException e) {
                context.errors().failed(e, record); // the page goes out all the same
            }
        }
        ClientHead.complete(fields, keepAlive ? "keep-alive" : "close", context.date());
        record.responseHeaders = fields;
        ByteBuffer out = ClientHead.write(worker, page.status(), HeadWriter.reason(page.status()), fields);
        record.headBytes = out.position();
        client.write(out.flip());
        if (head == null || !head.method().equals("HEAD")) {
            client.write(page.body());
        }
        answered = true;
        responseSent = true;
        finishWhenWritten();
    }

    private void finishWhenWritten() {
        if (client.pending() == 0 || !client.isOpen()) {
            finish();
        }
    }

    private void finish() {
        if (done) {
            return;
        }
        done = true;
        deadline.stop();
        context.metrics().dec(Metric.CONNECTIONS_WRITING);
        context.metrics().answered(record.status);
        context.metrics().time(Metric.EXCHANGE_DURATION, worker.now() - record.startedNanos());
        if (context.accessLog() != null && (plan == null || plan.accessLog())) {
            context.accessLog().write(record);
        }
        slot.exchangeEnded(keepAlive && client.isOpen());
    }

    private void endTry(int failedStatus) {
        Connection up = upstream.connection();
        long received = up.bytesRead() - upstreamReadBefore;
        long sent = up.bytesWritten() - upstreamWrittenBefore;
        record.tries.end(failedStatus, received, sent, worker.now());
        context.metrics().add(Metric.UPSTREAM_BYTES_IN, received);
        context.metrics().add(Metric.UPSTREAM_BYTES_OUT, sent);
    }

    // ---- what happens on the two connections

    @Override
    public void onData(Connection from, ByteBuffer data) {
        try {
            if (from == client) {
                sendBody(data);
            } else if (upstream != null) {
                receive(data);
            }
        } catch (Throwable t) {
            broken(t);
        }
    }

    @Override
    public void onEnd(Connection from) {
        guarded(() -> {
            if (from == client) {
                clientEnded(null);
            } else {
                upstreamEnded(null);
            }
        });
    }

    @Override
    public void onClosed(Connection from, Throwable cause) {
        guarded(() -> {
            if (from == client) {
                clientEnded(cause);
            } else {
                upstreamEnded(cause);
            }
        });
    }

    @Override
    public void onDrained(Connection to) {
        if (to != client) {
            if (requestBody != null) {
                requestBody.pipe().drained();
            }
        } else if (responseSent) {
            finishWhenWritten();
        } else if (responseBody != null) {
            responseBody.pipe().drained();
        }
    }

    @Override
    public void onStalled(Connection to) {
        guarded(() -> fail(
                to == client
                        ? new ProxyException(
                                ErrorKind.CLIENT_STALLED, "client timed out while it was sent the response")
                        : new ProxyException(
                                ErrorKind.UPSTREAM_STALLED, "upstream timed out while it was sent the request")));
    }

    private void clientEnded(Throwable cause) {
        if (responseSent && cause == null && client.isOpen()) {
            keepAlive = false; // what waits is still written
            return;
        }
        fail(new ProxyException(
                ErrorKind.CLIENT_CLOSED,
                "client prematurely closed connection" + (cause == null ? "" : ": " + cause.getMessage())));
    }

    private void upstreamEnded(Throwable cause) {
        if (upstream == null) {
            return;
        }
        if (!answered) {
            ProxyException why = new ProxyException(
                    ErrorKind.UPSTREAM_CLOSED,
                    "upstream prematurely closed connection while reading response header"
                            + (cause == null ? "" : ": " + cause.getMessage()));
            if (request.repeatable() && !reader.begun() && !interimSent) {
                endTry(why.kind().status());
                upstream.close();
                upstream = null;
                deadline.stop();
                dial.failed(why);
            } else {
                fail(why);
            }
        } else if (cause == null && responseBody.completeAtEnd()) {
            upstreamReusable = false;
            responseBody.end(worker);
            responseEnded();
        } else {
            fail(new ProxyException(
                    ErrorKind.UPSTREAM_TRUNCATED,
                    "upstream prematurely closed connection while reading the response"
                            + (cause == null ? "" : ": " + cause.getMessage())));
        }
    }

    private void late() {
        if (!requestSent && !answered) {
            if (requestBody.pipe().blocked()) {
                deadline.set(context.listener().timeouts().body().toNanos()); // its send timeout decides
            } else {
                fail(new ProxyException(ErrorKind.REQUEST_TIMEOUT, "client timed out while sending its body"));
            }
        } else if (client.pending() > 0) {
            deadline.set(plan.readNanos()); // the client's send timeout decides
        } else {
            fail(new ProxyException(
                    ErrorKind.UPSTREAM_TIMEOUT,
                    "upstream timed out while reading " + (answered ? "the response" : "response header")));
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable t) {
            broken(t);
        }
    }

    private void broken(Throwable t) {
        if (t instanceof ProxyException why) {
            fail(why);
        } else if (!(t instanceof IOException)) {
            fail(new ProxyException(ErrorKind.INTERNAL, t.toString(), t));
        }
    }
}
