package io.sluice.server.exchange;

import io.sluice.server.config.ErrorPageConfig;
import io.sluice.server.config.ReturnConfig;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.exchange.Pass.Destination;
import io.sluice.server.http.BodyFraming;
import io.sluice.server.http.Fields;
import io.sluice.server.http.HeadWriter;
import io.sluice.server.http.RequestHead;
import io.sluice.server.http.ResponseHead;
import io.sluice.server.http.ResponseHeadReader;
import io.sluice.server.observe.Metric;
import io.sluice.server.relay.Pipe;
import io.sluice.server.relay.Tunnel;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.Deadline;
import io.sluice.server.transport.Worker;
import io.sluice.server.upstream.Dial;
import io.sluice.server.upstream.UpstreamConnection;
import io.sluice.server.websocket.Handshake;
import java.nio.ByteBuffer;

/**
 * One request with its answer or tunnel, from the head that was read to the line in the log. Owner of both connections, on
 * one worker's thread. The methods stand in the order in which an exchange lives; a failure jumps forward to the end.
 */
public final class Exchange {
    private final ExchangeContext context;
    private final ClientSlot slot;
    private final Connection client;
    private final Worker worker;
    private final RequestHead head;
    private final ExchangeRecord record;
    private final ExchangeEvents events;
    private final Deadline deadline;

    private final Routing routing;

    private RoutePlan plan;
    private BodyFraming body;
    private boolean bodyTaken;
    private boolean bodyDropped;
    private boolean last;
    private Outbound request;
    private Dial dial;
    private UpstreamLeg upstream;
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
        this.events = new ExchangeEvents(this);
        this.deadline = worker.deadline(events::late);
        this.routing = new Routing(context, record);
        context.metrics().count(Metric.REQUESTS);
        context.metrics().inc(Metric.CONNECTIONS_WRITING);
        client.handler(events);
    }

    /**
     * Serves a request whose head was read. Returns at once; {@link ClientSlot#exchangeEnded} tells the end.
     *
     * @param startedNanos when the head's first byte was read, in the worker's time
     */
    public static void serve(ExchangeContext context, ClientSlot slot, RequestHead head, long startedNanos) {
        Exchange exchange = new Exchange(context, slot, head, new ExchangeRecord(slot, head, "", startedNanos));
        exchange.events.guarded(exchange::begin);
    }

    /** Answers a head that could not be read. */
    public static void refuse(
            ExchangeContext context, ClientSlot slot, String partialLine, long startedNanos, ProxyException why) {
        Exchange made = new Exchange(context, slot, null, new ExchangeRecord(slot, null, partialLine, startedNanos));
        made.events.guarded(() -> {
            Admission.noHost(slot, made.routing);
            made.fail(why);
        });
    }

    // ---- route, request policies, connect

    private void begin() {
        body = BodyFraming.forRequest(head);
        requestSent = body.kind() == BodyFraming.Kind.NONE;
        Admission.host(head, slot, record, routing, context);
        Admission.check(slot, routing, context);
        routing.find();
        serve();
    }

    /** As the route says: on the spot, or by a back end. Again after a redirect inside the server. */
    private void serve() {
        plan = routing.plan();
        LocalAnswer own = LocalAnswer.of(routing, head, record, context);
        if (own == null) {
            pass();
        } else if (ReturnAnswer.isError(routing.answer())) {
            error(own.status(), own);
        } else {
            answerLocally(own);
        }
    }

    private void pass() {
        Destination to = plan.pass() == null
                ? new Destination(plan.pool(), null)
                : plan.pass().of(record);
        record.upstreamName = to.pool().name();
        record.upstreamScheme = to.pool().scheme();
        record.tries.redirected();
        request = new Outbound(head, bodyDropped ? BodyFraming.none() : body, plan, to, record);
        reader = new ResponseHeadReader(ClientHead.UPSTREAM_LIMITS);
        dial = to.pool().dial(worker, record, plan.connectNanos(), record.tries, events);
        dial.next();
    }

    // ---- send

    void connected(UpstreamConnection connection) {
        upstream = new UpstreamLeg(connection, record.tries, context.metrics());
        Connection up = connection.connection();
        up.handler(events);
        up.sendTimeout(plan.sendNanos());
        up.write(request.write(worker).flip());
        if (requestSent) {
            deadline.set(plan.readNanos());
        } else {
            bodyTaken = true;
            requestBody = new BodyPass(request.framing(), BodyPass.Mode.AS_IS, new Pipe(client, up));
            deadline.set(context.listener().timeouts().body().toNanos());
            client.resumeRead();
        }
    }

    void sendBody(ByteBuffer data) {
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

    void receive(ByteBuffer data) {
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
        BodyFraming.forResponse(response, record.method());
        if (head.minorVersion() > 0) {
            ByteBuffer out = ClientHead.interim(response, worker).flip();
            record.headBytes += out.remaining();
            new Pipe(upstream.connection(), client).write(out);
            interimSent = true;
        }
    }

    private void answer(ResponseHead response, ByteBuffer data) {
        BodyFraming framing = BodyFraming.forResponse(response, record.method());
        note(response);
        if (plan.interceptErrors() && routing.errorPage(response.status()) != null) {
            intercept(response);
            return;
        }
        upstreamReusable = response.keepAlive() && framing.kind() != BodyFraming.Kind.UNTIL_CLOSE;
        Fields fields = ClientHead.fields(response);
        BodyPass.Mode mode = ClientHead.frame(fields, framing, head);
        keepAlive = mayKeep() && ClientHead.endsByItself(framing, mode);
        plan.locations().apply(fields, record, plan.redirects());
        plan.policies().onResponse(fields, record);
        boolean replaced = record.errorStatus != 0;
        int status = replaced ? record.errorStatus : response.status();
        String reason = replaced ? HeadWriter.reason(status) : response.reason();
        ByteBuffer out = complete(status, reason, fields, keepAlive ? "keep-alive" : "close");
        answered = true;
        reader = null;
        responseBody = new BodyPass(framing, mode, new Pipe(upstream.connection(), client));
        passBody(data, out);
    }

    /** An error of the back end's whose place the route's page takes; the rest of it is of no use. */
    private void intercept(ResponseHead response) {
        record.challenge = response.status() == 401 ? response.fields().first("WWW-Authenticate") : null;
        upstream.close(0);
        upstream = null;
        error(response.status(), LocalAnswer.page(response.status(), context));
    }

    /** Whether the client may bring another request, as far as this one tells. */
    private boolean mayKeep() {
        return requestSent && !bodyDropped && !last && head.keepAlive() && slot.mayContinue();
    }

    private ByteBuffer complete(int status, String reason, Fields fields, String connection) {
        return ClientHead.complete(status, reason, fields, connection, record, context.date());
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
        UpstreamLeg served = upstream;
        upstream = null;
        if (upstreamReusable && requestSent) {
            served.recycle();
        } else {
            served.close(0);
        }
        responseSent = true;
        finishWhenWritten();
    }

    private void switchProtocols(ResponseHead response) {
        if (!request.upgrade()) {
            throw Failures.unaskedSwitch();
        }
        if (record.webSocket) {
            Handshake.checkResponse(head, response);
        }
        note(response);
        Fields fields = ClientHead.fields(response);
        plan.policies().onResponse(fields, record);
        fields.add("Upgrade", response.fields().first("Upgrade"));
        client.write(complete(101, response.reason(), fields, "upgrade").flip());
        answered = true;
        reader = null;
        request = null;
        dial = null;
        deadline.stop();
        context.metrics().count(Metric.TUNNELS_OPENED);
        context.metrics().inc(Metric.TUNNELS_OPEN);
        new Tunnel(client, upstream.connection(), plan.readNanos(), events).start();
    }

    void tunnelEnded(ProxyException why) {
        context.metrics().count(Metric.TUNNELS_CLOSED);
        context.metrics().dec(Metric.TUNNELS_OPEN);
        upstream.release();
        upstream = null;
        if (why != null) {
            noteFailure(why);
        }
        finish();
    }

    // ---- finish

    void fail(ProxyException why) {
        if (done) {
            return;
        }
        boolean hadAnswered = answered;
        answered = true;
        plan = routing.plan();
        requestBody = null;
        record.status = hadAnswered ? record.status : Failures.status(why.kind(), head);
        noteFailure(why);
        if (dial != null) {
            dial.cancel();
        }
        if (upstream != null) {
            upstream.fail(why.kind());
            upstream = null;
        }
        if (!hadAnswered && client.isOpen() && why.kind() != ErrorKind.CLIENT_CLOSED) {
            error(Failures.code(why.kind()), LocalAnswer.error(why.kind(), context));
            return;
        }
        keepAlive = false;
        if (why.kind() == ErrorKind.CLIENT_STALLED || (hadAnswered && !responseSent && head.minorVersion() == 0)) {
            client.reset(); // a FIN would look like the end of an answer that is delimited by it
        }
        finish();
    }

    /** The page of an error, or what the route serves in its place. */
    private void error(int code, LocalAnswer page) {
        record.errorStatus = 0;
        last |= page.last();
        ErrorPageConfig other = head == null ? null : routing.errorPage(code);
        if (other == null) {
            answerLocally(page);
        } else {
            routing.enterErrorPage();
            events.guarded(() -> replace(other, page));
        }
    }

    private void replace(ErrorPageConfig other, LocalAnswer page) {
        String to = other.to().text(record);
        boolean named = to.startsWith("@");
        if (!named && !to.startsWith("/")) {
            answerLocally(ReturnAnswer.redirect(
                    ReturnAnswer.redirectStatus(other.status()), to, record, plan.redirects(), context));
            return;
        }
        if (named && bodyTaken) {
            answerLocally(page); // part of the body is gone: nobody else can be asked
            return;
        }
        deadline.stop();
        answered = false;
        dial = null;
        record.errorStatus = other.asAnswered() ? 0 : other.status().orElse(page.status());
        if (named) {
            routing.named(to);
        } else {
            bodyDropped = !requestSent;
            requestSent = true;
            routing.redirect(to);
        }
        serve();
    }

    private void noteFailure(ProxyException why) {
        record.outcome = why.kind().id();
        context.metrics().failed(why.kind());
        context.errors().failed(why, record);
    }

    private void answerLocally(LocalAnswer page) {
        deadline.stop();
        keepAlive = head != null && mayKeep() && !page.last();
        Fields fields = page.fields();
        int status = record.errorStatus == 0 ? page.status() : record.errorStatus;
        record.status = status;
        String connection = keepAlive ? "keep-alive" : "close";
        fields.set("Connection", connection);
        if (plan != null) {
            page.pass(plan.policies(), record, context.errors());
        }
        if (page.status() != ReturnConfig.CLOSE) {
            client.write(complete(status, HeadWriter.reason(status), fields, connection)
                    .flip());
            if (head == null || !head.method().equals("HEAD")) {
                client.write(page.body());
            }
        }
        answered = true;
        responseSent = true;
        finishWhenWritten();
    }

    private void finishWhenWritten() {
        if (!done && (client.pending() == 0 || !client.isOpen())) {
            finish();
        }
    }

    private void finish() {
        done = true;
        deadline.stop();
        context.metrics().dec(Metric.CONNECTIONS_WRITING);
        context.metrics().answered(record.status);
        context.metrics().time(Metric.EXCHANGE_DURATION, worker.now() - record.startedNanos());
        context.accessLogs().write(record, plan == null ? context.accessLogs().unrouted() : plan.accessLogs());
        slot.exchangeEnded(keepAlive && client.isOpen());
    }

    // ---- what the connections tell (ExchangeEvents)

    boolean isClient(Connection connection) {
        return connection == client;
    }

    /** Whether it is the connection in use: one that was given up still tells its end. */
    boolean isUpstream(Connection connection) {
        return upstream != null && upstream.connection() == connection;
    }

    void tryFailed(ProxyException why) {
        context.errors().failed(why, record);
    }

    void clientDrained() {
        if (responseSent) {
            finishWhenWritten();
        } else if (upstream != null) {
            upstream.connection().resumeRead();
        }
    }

    void upstreamDrained() {
        client.resumeRead(); // also behind the end of the body: the client may go away
    }

    /** By FIN, where {@code cause} is null, or by a broken connection. */
    void clientEnded(Throwable cause) {
        if (responseSent && cause == null && client.isOpen()) {
            keepAlive = false; // what waits is still written
        } else {
            fail(Failures.clientClosed(cause));
        }
    }

    void upstreamEnded(Throwable cause) {
        if (!answered) {
            ProxyException why = Failures.upstreamClosed(cause);
            if (request.repeatable() && !reader.begun() && !interimSent) {
                deadline.stop();
                upstream.close(why.kind().status());
                upstream = null;
                dial.failed(why);
            } else {
                fail(why);
            }
        } else if (cause == null
                && responseBody.completeAtEnd()
                && !upstream.connection().truncated()) {
            upstreamReusable = false;
            responseBody.end(worker);
            responseEnded();
        } else {
            fail(Failures.upstreamTruncated(cause));
        }
    }

    void late() {
        if (!requestSent) {
            if (requestBody != null && requestBody.pipe().blocked()) {
                deadline.set(context.listener().timeouts().body().toNanos()); // its send timeout decides
            } else {
                fail(Failures.clientSlow());
            }
        } else if (client.pending() > 0) {
            deadline.set(plan.readNanos()); // the client's send timeout decides
        } else {
            fail(Failures.upstreamSlow(answered));
        }
    }
}
