package io.sluice.server.exchange;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.config.ReturnConfig;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.HeadWriter;
import io.sluice.server.http.RequestHead;
import io.sluice.server.observe.EndpointTraffic;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.Deadline;
import io.sluice.server.transport.Worker;
import io.sluice.server.upstream.UpstreamConnection;
import java.nio.ByteBuffer;

/**
 * One request with its answer or tunnel, from the head that was read to the line in the log: finds its route, answers by
 * itself or through a {@link Forward}, and ends. On one worker's thread. The methods stand in the order in which an exchange
 * lives; a failure jumps forward to the end, or to the error page that is served in its place.
 */
public final class Exchange {
    private ExchangeContext base;
    private final ClientSlot slot;
    private final Connection client;
    private final Worker worker;
    private final RequestHead head;
    private final ExchangeRecord record;
    private final Account account;
    private final ExchangeEvents events;
    private final Deadline deadline;
    private Routing routing;

    private RequestBody body = new RequestBody(null);
    private ExchangeContext context;
    private RoutePlan plan;
    private Forward forward;
    private Content content;
    private boolean answered;
    private boolean responseSent;
    private boolean last;
    private boolean keepAlive;
    private boolean done;

    private Exchange(ExchangeContext context, ClientSlot slot, RequestHead head, ExchangeRecord record) {
        this.base = context;
        this.context = context;
        this.slot = slot;
        this.client = slot.connection();
        this.worker = client.worker();
        this.head = head;
        this.record = record;
        this.account = new Account(context, record);
        this.events = new ExchangeEvents(this);
        this.deadline = worker.deadline(events::late);
        this.routing = new Routing(context, record);
        client.handler(events);
        slot.exchangeBegun(this);
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

    // ---- route

    private void begin() {
        Admission.host(head, slot, record, routing, context);
        body = new RequestBody(head);
        Admission.check(slot, routing, context);
        routing.find();
        routing.whenFound(events, this::serve);
    }

    /** As the route says: on the spot, or by a back end. Again after a redirect inside the server. */
    private void serve() {
        follow(routing.plan());
        LocalAnswer own = LocalAnswer.of(routing, record, context);
        if (own == null && plan.files() != null) {
            FileSending file = new FileSending(this, plan);
            content = file;
            file.begin();
        } else if (own == null && plan.command() != null) {
            CommandRun command = new CommandRun(this);
            content = command;
            command.begin(plan.command());
        } else if (own == null) {
            forward = new Forward(this, plan);
            forward.begin();
        } else if (ReturnAnswer.isError(routing.answer())) {
            error(own.status(), own);
        } else {
            answerLocally(own);
        }
    }

    /** From here on a plan holds, with what it says of the client's connection; null: none is known yet. */
    private void follow(RoutePlan found) {
        plan = found;
        account.follow(found);
        context = found == null ? base : found.client().over(base);
        client.sendTimeout(context.listener().timeouts().send().toNanos());
    }

    // ---- answer by a back end

    void connected(UpstreamConnection connection) {
        forward.connected(connection);
    }

    void sendBody(ByteBuffer data) {
        if (forward != null) {
            forward.sendBody(data);
        }
    }

    void receive(ByteBuffer data) {
        forward.receive(data);
    }

    /**
     * The head of the answer is about to be sent.
     *
     * @param endsByItself whether the client can tell its end without the connection's
     * @return whether the client may bring another request
     */
    boolean answered(boolean endsByItself) {
        answered = true;
        keepAlive = endsByItself && mayKeep();
        return keepAlive;
    }

    /** The answer has been sent to its end. */
    void responseSent() {
        deadline.stop();
        responseSent = true;
        finishWhenWritten();
    }

    /** From now on nothing is kept of what led here: a tunnel may last longer than many configurations. */
    void relays() {
        base = base.tunnels();
        context = base;
        routing = null;
        record.trim();
    }

    /** A tunnel that opens now would be ended at once. */
    void refuseWhileStopping() {
        if (slot.stopping()) {
            throw Failures.stopping();
        }
    }

    /** The 101 is written; from now on bytes pass both ways. */
    void tunnelOpened(LiveTunnel tunnel) {
        slot.tunnel(tunnel);
        account.tunnelOpened();
    }

    void tunnelEnded(ProxyException why) {
        slot.tunnel(null);
        EndpointTraffic traffic = forward.traffic();
        forward.tunnelEnded();
        if (why != null) {
            account.failed(why);
        }
        account.tunnelEnded(traffic);
        finish();
    }

    // ---- answer by the server itself

    void answerLocally(LocalAnswer page) {
        String connection = answered(!page.last()) ? "keep-alive" : "close";
        int status = record.errorStatus == 0 ? page.status() : record.errorStatus;
        record.status = status;
        page.fields().set("Connection", connection);
        if (plan != null) {
            page.pass(plan.policies(), record, context.errors());
        }
        if (page.status() != ReturnConfig.CLOSE) {
            client.write(ClientHead.complete(
                            status, HeadWriter.reason(status), page.fields(), connection, record, context.date())
                    .flip());
            if (head == null || !head.method().equals("HEAD")) {
                client.write(page.body());
            }
        }
        responseSent();
    }

    /** Whether the client may bring another request, as far as this one tells. */
    private boolean mayKeep() {
        return head != null && body.read() && !last && head.keepAlive() && slot.mayContinue(context.listener());
    }

    // ---- answer by a file

    /** The request is for another path of this server, a folder's index. */
    void redirect(String path, String query) {
        content = null;
        routing.redirect(path, query);
        routing.whenFound(events, this::serve);
    }

    // ---- errors

    boolean hasErrorPage(int status) {
        return routing.errorPage(status) != null;
    }

    /**
     * Answers by the page of an error, or by what the route serves in its place.
     *
     * @param code by which the route names it
     */
    void error(int code, LocalAnswer page) {
        record.errorStatus = 0;
        last |= page.last();
        new ErrorAnswer(this, routing, page).send(code);
    }

    /** As the routing says now, in place of what met an error. */
    void serveAnew() {
        deadline.stop();
        answered = false;
        forward = null;
        content = null;
        routing.whenFound(events, this::serve);
    }

    void fail(ProxyException why) {
        if (done) {
            return;
        }
        boolean hadAnswered = answered;
        answered = true;
        if (routing != null) {
            routing.stop();
            follow(routing.plan());
        }
        record.status = hadAnswered ? record.status : Failures.status(why.kind(), head);
        account.failed(why);
        if (forward != null) {
            forward.fail(why.kind());
        }
        if (content != null) {
            content.cancel();
        }
        if (!hadAnswered && client.isOpen() && why.kind() != ErrorKind.CLIENT_CLOSED) {
            error(Failures.code(why.kind()), LocalAnswer.error(why.kind(), plan, context));
            return;
        }
        keepAlive = false;
        if (why.kind() == ErrorKind.CLIENT_STALLED || (hadAnswered && !responseSent && head.minorVersion() == 0)) {
            client.reset(); // a FIN would look like the end of an answer that is delimited by it
        }
        finish();
    }

    // ---- finish

    private void finishWhenWritten() {
        if (!done && (client.pending() == 0 || !client.isOpen())) {
            finish();
        }
    }

    private void finish() {
        done = true;
        deadline.stop();
        account.finished(worker.now());
        slot.exchangeEnded(
                keepAlive && client.isOpen(), context.listener().timeouts().keepalive());
    }

    // ---- what the connections tell (ExchangeEvents)

    boolean isClient(Connection connection) {
        return connection == client;
    }

    boolean isUpstream(Connection connection) {
        return forward != null && forward.uses(connection);
    }

    void clientDrained() {
        if (responseSent) {
            finishWhenWritten();
        } else if (forward != null) {
            forward.clientDrained();
        } else if (content != null) {
            content.drained();
        }
    }

    void upstreamDrained() {
        client.resumeRead(); // also behind the end of the body: the client may go away
    }

    /** By FIN, where {@code cause} is null, or by a broken connection. */
    void clientEnded(Throwable cause) {
        if (responseSent && cause == null && client.isOpen()) {
            keepAlive = false; // what waits is still written
        } else if (content != null && content.streams()) {
            content.cancel();
            keepAlive = false;
            finish();
        } else {
            fail(Failures.clientClosed(cause));
        }
    }

    void upstreamEnded(Throwable cause) {
        forward.upstreamEnded(cause);
    }

    void upstreamStalled() {
        forward.upstreamStalled();
    }

    void late() {
        forward.late();
    }

    // ---- what is seen of it, and done to it, from outside: on its worker

    /** What is known of it now. */
    public ExchangeView view() {
        return record;
    }

    /** Bytes on their way to the endpoint that its connection has not taken yet. */
    public int upstreamPending() {
        return forward == null ? 0 : forward.pending();
    }

    /** Breaks it off by command, unless it is a tunnel, which is ended politely in other ways. */
    public void close() {
        fail(new ProxyException(ErrorKind.TUNNEL_CLOSED, "closed by command"));
    }

    /** Whether it ends now if it would go on without end: its listener stops, or has another configuration. */
    boolean outdated() {
        return slot.outdated(base);
    }

    // ---- what its parts share

    ExchangeContext context() {
        return context;
    }

    Connection client() {
        return client;
    }

    Account account() {
        return account;
    }

    RequestHead head() {
        return head;
    }

    RequestBody body() {
        return body;
    }

    ExchangeRecord record() {
        return record;
    }

    ExchangeEvents events() {
        return events;
    }

    Deadline deadline() {
        return deadline;
    }
}
