package io.sluice.server.exchange;

import io.sluice.api.status.StatusResponse;
import io.sluice.server.http.Fields;
import io.sluice.server.http.HeadWriter;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.Deadline;
import io.sluice.server.transport.Worker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Answers an exchange with what comes of a {@link Command}: at once, later, or in texts that come as time goes on. Then the
 * answer ends with the connection, and of one text after the other, the next is asked for when the client has taken the last.
 * On the exchange's worker.
 */
final class CommandRun implements Content {
    /** How often a stream looks whether it is to end, where its beats are further apart. */
    private static final long LONGEST_TICK = TimeUnit.SECONDS.toNanos(1);

    private final Exchange exchange;
    private final Connection client;
    private final Worker worker;
    private final Deadline tick;

    private Beats beats;
    private long interval;
    private long due;
    private boolean asked;
    private boolean cancelled;

    CommandRun(Exchange exchange) {
        this.exchange = exchange;
        this.client = exchange.client();
        this.worker = client.worker();
        this.tick = worker.deadline(() -> exchange.events().guarded(this::tick));
    }

    void begin(Command command) {
        command.perform(exchange.record()).whenComplete((answer, failure) -> {
            if (worker.isCurrent()) {
                told(answer, failure);
            } else {
                worker.execute(() -> told(answer, failure));
            }
        });
    }

    private void told(CommandAnswer answer, Throwable failure) {
        if (cancelled) {
            if (answer != null && answer.beats() != null) {
                answer.beats().ended();
            }
        } else if (failure != null) {
            exchange.fail(Failures.of(failure.getCause() == null ? failure : failure.getCause()));
        } else {
            exchange.events().guarded(() -> answer(answer));
        }
    }

    private void answer(CommandAnswer answer) {
        StatusResponse page = answer.page();
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        Fields fields = new Fields();
        fields.add("Server", exchange.context().server());
        fields.add("Date", exchange.context().date().now());
        fields.add("Content-Type", page.contentType());
        if (answer.beats() == null) {
            fields.add("Content-Length", Integer.toString(body.length));
        }
        answer.fields().forEach(fields::add);
        if (answer.beats() == null) {
            exchange.answerLocally(new LocalAnswer(page.status(), fields, ByteBuffer.wrap(body), false));
        } else {
            stream(answer.beats(), page.status(), fields, body);
        }
    }

    // ---- what goes on

    private void stream(Beats wanted, int status, Fields fields, byte[] first) {
        beats = wanted;
        exchange.answered(false);
        client.write(ClientHead.complete(
                        status,
                        HeadWriter.reason(status),
                        fields,
                        "close",
                        exchange.record(),
                        exchange.context().date())
                .flip());
        if (exchange.head().method().equals("HEAD")) {
            end();
            return;
        }
        client.write(ByteBuffer.wrap(first));
        interval = beats.interval().toNanos();
        due = worker.now() + interval;
        setTick();
    }

    private void tick() {
        if (exchange.outdated()) {
            end();
            return;
        }
        if (worker.now() - due >= 0) {
            due = worker.now() + interval;
            if (!asked && client.pending() == 0) {
                asked = true;
                beats.next(text -> worker.execute(() -> exchange.events().guarded(() -> send(text))));
            }
        }
        setTick();
    }

    private void setTick() {
        tick.set(Math.min(LONGEST_TICK, due - worker.now()));
    }

    private void send(String text) {
        asked = false;
        if (cancelled) {
            return;
        }
        if (text == null) {
            end();
        } else if (!text.isEmpty()) {
            client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void end() {
        cancel();
        exchange.responseSent();
    }

    @Override
    public void drained() {
        // the next text is asked for by the beat
    }

    @Override
    public boolean streams() {
        return beats != null && !cancelled;
    }

    @Override
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            tick.stop();
            if (beats != null) {
                beats.ended();
            }
        }
    }
}
