package io.sluice.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One thread: a selector, and the clients that are its own. */
final class Worker implements Runnable {
    private static final int MOST_OPENING = 256; // so that they do not overrun the server's queue
    private static final int MOST_DIALED = 8; // before those that are connected by now are looked at
    private static final int MOST_AT_ONCE = 256;
    private static final long MOST_RECORDED = 100_000; // one by one; of more, several as one
    private static final long CHECK = 20_000_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long PAUSE = 100_000_000;
    private static final long GRACE = 1_000_000_000;

    final Plan plan;
    final Selector selector;
    final Buffers buffers;
    final Tally tally = new Tally();
    final SplittableRandom random = new SplittableRandom();
    final Errors errors;

    private final Run run;
    private final int part;
    private final List<Client> clients = new ArrayList<>();
    private final ArrayDeque<Client> toDial = new ArrayDeque<>();
    private final ArrayDeque<Client> resting = new ArrayDeque<>();
    private final ArrayDeque<Client> canSend = new ArrayDeque<>();
    private final String[] statusKinds = new String[1000];
    private Schedule dials;
    private Schedule sends;
    private Window window;
    private boolean sending;
    private boolean ended;
    private boolean closing;
    private long endBy;
    private long nextCheck;
    private int opening;
    private int asked;
    private int number;

    /** A thread's part of a run, from 0. */
    Worker(Run run, int part) throws IOException {
        this.run = run;
        this.plan = run.plan();
        this.errors = run.errors();
        this.part = part;
        this.selector = Selector.open();
        this.number = part;
        int room = plan.messages() == null
                ? plan.request().bytes(true).length
                : plan.messages().sizes().longest();
        this.buffers = new Buffers(plan.security() != null, room);
        for (int i = part; i < plan.connections(); i += plan.threads()) {
            clients.add(plan.target().webSocket() ? new WebSocketClient(i, this) : new HttpClient(i, this));
        }
        toDial.addAll(clients);
    }

    @Override
    public void run() {
        try (selector) {
            boolean shakes = plan.mode() == Mode.HANDSHAKES;
            double rate = shakes ? plan.rate() : plan.connectRate();
            long start = shakes ? run.window().start() : System.nanoTime();
            dials = new Schedule(start, rate > 0 ? rate : Double.POSITIVE_INFINITY, part, plan.threads());
            while (phase(System.nanoTime())) {
                dialDue();
                sendDue();
                long now = System.nanoTime();
                await(now);
                if (now - nextCheck >= 0) {
                    // Of a moment up to which all that had come has been read: a late thread is no one's timeout.
                    check(now);
                    nextCheck = now + CHECK;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            clients.forEach(Client::abort);
        }
    }

    /** Where the run stands; false at its end. */
    private boolean phase(long now) {
        if (window == null && run.window() != null) {
            window = run.window();
            tally.window(window);
            begin();
        }
        if (!ended && (run.isStopped() || (window != null && now - window.until() >= 0))) {
            ended = true;
            sending = false;
            endBy = now + (run.isStopped() ? 0 : Math.min(GRACE, plan.timeout()));
            end(now);
        }
        if (ended && !closing && (asked == 0 || now - endBy >= 0)) {
            closing = true;
            endBy = now + Math.min(GRACE, plan.timeout());
            tally.unanswered = asked;
            clients.forEach(client -> client.leave(now));
            clients.forEach(Client::hangUp);
        }
        return !closing || (now - endBy < 0 && tally.open.getPlain() > 0);
    }

    private void begin() {
        if (plan.mode() != Mode.MESSAGES) {
            return;
        }
        sending = true;
        if (plan.scheduled()) {
            double rate = plan.openLoop() ? plan.rate() : Double.POSITIVE_INFINITY;
            sends = new Schedule(window.start(), rate, part, plan.threads());
        }
        for (Client client : clients) {
            if (client.state == Client.State.OPEN) {
                start(client);
            }
        }
    }

    private void end(long now) {
        toDial.clear();
        resting.clear();
        if (plan.openLoop() && window != null) {
            unsent(plan.mode() == Mode.HANDSHAKES ? dials : sends, Math.min(now, window.until()));
        }
        if (plan.mode() == Mode.IDLE && !run.isStopped()) {
            endBy = now + plan.timeout();
            for (Client client : clients) {
                if (client.state == Client.State.OPEN) {
                    ping(client, now);
                }
            }
        }
        run.over(tally.open.getPlain());
    }

    /** Those that were due before this moment, and could not be sent: had they been, they would have waited longer than that. */
    private void unsent(Schedule schedule, long moment) {
        tally.unsent = schedule.missed(moment);
        if (plan.hasLatency()) {
            long step = 1 + tally.unsent / MOST_RECORDED;
            for (long i = 0; i < tally.unsent; i += step) {
                long waited = Math.max(0, moment - schedule.due(i));
                tally.waited(moment, waited, Math.min(step, tally.unsent - i));
            }
        }
    }

    private void dialDue() {
        boolean shakes = plan.mode() == Mode.HANDSHAKES;
        for (int i = 0; i < MOST_DIALED && mayDial(); i++) {
            long now = System.nanoTime();
            long due = dials.due();
            boolean paced = shakes ? plan.openLoop() : plan.connectRate() > 0;
            if (paced && due - now > 0) {
                return;
            }
            if (paced && !shakes) {
                dials.skipTo(now - PAUSE); // nobody was to be connected for a while
            }
            dials.advance();
            if (shakes && paced) {
                tally.dialed(now, now - due);
            }
            toDial.remove().dial(shakes && paced ? due : now);
        }
    }

    private static void ready(SelectionKey key) {
        ((Client) key.attachment()).ready(key);
    }

    private boolean mayDial() {
        return !toDial.isEmpty() && (plan.mode() == Mode.HANDSHAKES || opening < MOST_OPENING);
    }

    private void sendDue() {
        if (!sending || sends == null) {
            return;
        }
        boolean timed = plan.openLoop();
        for (int i = 0; i < MOST_AT_ONCE && !canSend.isEmpty(); i++) {
            long now = System.nanoTime();
            long due = timed ? sends.due() : now;
            if (due - now > 0 || now - window.until() >= 0) {
                return;
            }
            Client client = canSend.remove();
            client.queued = false;
            if (client.canSend()) {
                sends.advance();
                sendOne(client, due);
                canSend(client);
            }
        }
    }

    private void check(long now) {
        for (Client client : clients) {
            client.check(now);
        }
        for (int i = resting.size(); i > 0; i--) {
            Client client = resting.remove();
            (now - client.dialAt >= 0 ? toDial : resting).add(client);
        }
    }

    /** Waits for something to come, no longer than up to what is due next. */
    @SuppressWarnings("ThreadPriorityCheck") // for the gain of others alone: nothing here depends on who runs
    private void await(long now) throws IOException {
        boolean toSend = sending && sends != null && !canSend.isEmpty();
        if (toSend && !plan.openLoop()) {
            selector.selectNow(Worker::ready);
            return;
        }
        long toCheck = nextCheck - now;
        long toDue = toSend ? sends.due() - now : Long.MAX_VALUE;
        if (mayDial()) {
            toDue = Math.min(toDue, dials.due() - now);
        }
        if (toDue > 2 * MILLISECOND) {
            selector.select(Worker::ready, Math.max(1, Math.min(toCheck, toDue - MILLISECOND) / MILLISECOND));
        } else {
            // A selector counts in milliseconds, which is too long where microseconds are measured.
            selector.selectNow(Worker::ready);
            if (toDue > 0) {
                Thread.yield();
            }
        }
    }

    private static void sendOne(Client client, long due) {
        try {
            client.sendOne(due);
        } catch (IOException e) {
            client.broken(e);
        }
    }

    private static void sendAll(Client client) {
        try {
            client.sendAll(System.nanoTime());
        } catch (IOException e) {
            client.broken(e);
        }
    }

    private static void ping(Client client, long now) {
        try {
            client.ping(now);
        } catch (IOException e) {
            client.broken(e);
        }
    }

    /** A connection is open. */
    void opened(Client client) {
        if (sending) {
            start(client);
        }
    }

    private void start(Client client) {
        if (plan.traffic() == Traffic.RECEIVE) {
            sendOne(client, System.nanoTime());
        } else {
            canSend(client);
        }
    }

    /** A client may be able to send: in a closed loop it does, else when its turn comes. */
    void canSend(Client client) {
        if (!sending || plan.traffic() == Traffic.RECEIVE || !client.canSend()) {
            return;
        }
        if (sends == null) {
            sendAll(client);
        } else if (!client.queued) {
            client.queued = true;
            canSend.add(client);
        }
    }

    /** A connection has ended, in order or not. */
    void down(Client client) {
        if (ended || plan.mode() == Mode.IDLE) {
            return;
        }
        if (client.dialAt - System.nanoTime() <= 0) {
            toDial.add(client);
        } else {
            resting.add(client);
        }
    }

    void settled() {
        run.settled();
    }

    void opening(int by) {
        opening += by;
    }

    /** So many more wait for an answer; of handshakes see {@link #shaking}. */
    void asked(int by) {
        if (plan.mode() != Mode.HANDSHAKES) {
            asked += by;
        }
    }

    void answered(int by) {
        asked(-by);
    }

    /** In {@link Mode#HANDSHAKES} it is those under way that are waited for, from when they were dialed. */
    void shaking(int by) {
        asked += by;
    }

    /** Whether the time of the run is not over. */
    boolean isRunning() {
        return !ended;
    }

    /** Another number at each call, of all threads. */
    int nextNumber() {
        number += plan.threads();
        return number;
    }

    /** The name that an answer's status is counted by, made once. */
    String statusKind(int status) {
        if (statusKinds[status] == null) {
            statusKinds[status] = Trouble.STATUS + status;
        }
        return statusKinds[status];
    }
}
