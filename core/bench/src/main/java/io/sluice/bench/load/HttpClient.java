package io.sluice.bench.load;

import io.sluice.bench.wire.AnswerReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends requests of HTTP/1.1 one after the other, each when the last one has been answered. */
final class HttpClient extends Client {
    private static final int FIRST_ERROR = 400;

    private final byte[] request;
    private final boolean head;
    private AnswerReader answers;
    private boolean served;

    HttpClient(int number, Worker worker) {
        super(number, worker);
        this.request = plan.request().bytes(plan.mode() == Mode.HANDSHAKES);
        this.head = plan.request().method().equals("HEAD");
    }

    @Override
    void open(long now) throws IOException {
        answers = AnswerReader.ofRequests(head);
        served = false;
        opened(now);
        if (plan.mode() == Mode.HANDSHAKES) {
            sendOne(now);
        }
    }

    @Override
    void data(ByteBuffer data, long now) throws IOException {
        while (data.hasRemaining()) {
            if (inFlight.isEmpty()) {
                failed(Trouble.UNEXPECTED, "an answer to no request");
                return;
            }
            if (!answers.read(data)) {
                return;
            }
            answered(now);
            if (link.isClosed() || state != State.OPEN) {
                return;
            }
        }
        worker.canSend(this);
    }

    private void answered(long now) throws IOException {
        served = true;
        int status = answers.status();
        boolean good = status < FIRST_ERROR;
        if (tally.counts(now)) {
            tally.statuses[status]++;
        }
        long due = inFlight.due();
        inFlight.removeFirst();
        worker.answered(1);
        if (!good) {
            worker.errors.add(worker.statusKind(status), "an answer of that status");
        }
        if (plan.mode() == Mode.HANDSHAKES) {
            if (good) {
                handshakeDone(now, answers.bodyBytes());
            } else {
                hangUp();
            }
            return;
        }
        if (good) {
            tally.answered(now, now - due, answers.bodyBytes());
        }
        if (!answers.keepsAlive()) {
            done();
        }
    }

    @Override
    boolean mayEnd() {
        if (state != State.OPEN || inFlight.isEmpty()) {
            return state == State.OPEN && plan.mode() == Mode.MESSAGES && served; // it was kept long enough
        }
        if (!answers.end()) {
            return false;
        }
        try {
            answered(System.nanoTime());
        } catch (IOException e) {
            return false;
        }
        return true;
    }

    @Override
    void sendOne(long dueAt) throws IOException {
        long now = System.nanoTime();
        inFlight.add(dueAt, now, request.length);
        worker.asked(1);
        tally.sent(now, now - dueAt, plan.request().bodyBytes());
        ByteBuffer out = worker.buffers.out.clear();
        out.put(request).flip();
        try {
            link.write(out);
        } finally {
            out.clear();
        }
    }

    @Override
    void sendAll(long now) throws IOException {
        if (canSend()) {
            sendOne(System.nanoTime());
        }
    }

    @Override
    void sayGoodbye() throws IOException {
        link.finish();
        // Who ends a connection first keeps its port busy for a minute: where the server does by itself, it shall.
        if (plan.mode() != Mode.HANDSHAKES || answers.keepsAlive()) {
            done();
        }
    }

    @Override
    boolean ping(long now) {
        return false;
    }
}
