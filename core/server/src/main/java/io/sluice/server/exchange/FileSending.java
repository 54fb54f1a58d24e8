package io.sluice.server.exchange;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.files.Answer;
import io.sluice.server.files.FileBody;
import io.sluice.server.files.StaticFiles;
import io.sluice.server.http.Fields;
import io.sluice.server.http.HeadWriter;
import io.sluice.server.route.Rewrite;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Answers an exchange with a file. What touches the disk is done by threads of its own, one step at a time, so that a disk
 * that is slow makes no worker wait; all else is done on the exchange's worker. Of the file, one piece is held at a time.
 */
final class FileSending implements Content {
    private static final int PIECE = 64 * 1024;
    private static final int OK = 200;
    /** Before these nginx writes Connection. */
    private static final Set<String> LAST_FIELDS = Set.of("ETag", "Accept-Ranges", "Content-Range");

    private final Exchange exchange;
    private final StaticFiles files;
    private final RoutePlan plan;
    private final ExchangeRecord record;
    private final Connection client;
    private final Worker worker;
    private final Executor disk;

    private FileBody body;
    private ByteBuffer piece;
    private long left;
    private boolean reading;
    private boolean cancelled;

    FileSending(Exchange exchange, RoutePlan plan) {
        this.exchange = exchange;
        this.files = plan.files();
        this.plan = plan;
        this.record = exchange.record();
        this.client = exchange.client();
        this.worker = client.worker();
        this.disk = exchange.context().disk();
    }

    void begin() {
        int status = record.errorStatus == 0 ? OK : record.errorStatus;
        disk.execute(() -> {
            try {
                Answer found = files.answer(
                        status, record.method(), record.path(), record.query(), record.requestHeaders(), record);
                ByteBuffer first = found instanceof Answer.Found file ? first(file.body()) : null;
                back(() -> answer(found, first), found);
            } catch (Throwable t) {
                back(() -> exchange.fail(Failures.of(t)), null);
            }
        });
    }

    /** Reads the first piece along with the search; most files have no other. */
    private static ByteBuffer first(FileBody body) throws IOException {
        if (body == null) {
            return null;
        }
        try {
            return read(body, ByteBuffer.allocate((int) Math.min(PIECE, body.length())));
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private static ByteBuffer read(FileBody from, ByteBuffer into) throws IOException {
        into.clear();
        while (into.hasRemaining() && from.read(into) >= 0) {
            // until it is full, or the file at its end
        }
        return into.flip();
    }

    /** Goes on where the exchange lives; where it has ended meanwhile, what was opened is closed. */
    private void back(Runnable step, Answer found) {
        worker.execute(() -> {
            if (cancelled) {
                close(found instanceof Answer.Found file ? file.body() : null);
            } else {
                exchange.events().guarded(step);
            }
        });
    }

    // ---- on the worker

    private void answer(Answer found, ByteBuffer first) {
        if (found instanceof Answer.Found file) {
            send(file, first);
        } else if (found instanceof Answer.Inside inside) {
            exchange.redirect(inside.path(), inside.query());
        } else if (found instanceof Answer.Moved moved) {
            exchange.answerLocally(LocalAnswer.redirect(
                    Rewrite.whole(moved.path(), moved.query()), record, plan.redirects(), exchange.context()));
        } else if (found instanceof Answer.Refused refused) {
            refuse(refused);
        }
    }

    private void refuse(Answer.Refused refused) {
        exchange.account().failed(new ProxyException(ErrorKind.FILE_REFUSED, refused.reason()));
        LocalAnswer page = LocalAnswer.page(refused.status(), exchange.context());
        refused.fields().forEach(page.fields()::add);
        exchange.error(refused.status(), page);
    }

    private void send(Answer.Found file, ByteBuffer first) {
        body = file.body();
        piece = first;
        left = body == null ? 0 : body.length();
        Fields fields = fields(file.fields(), exchange.answered(true) ? "keep-alive" : "close");
        record.status = file.status(); // policies ask for it
        plan.policies().onResponse(fields, record);
        client.write(ClientHead.complete(
                        file.status(),
                        HeadWriter.reason(file.status()),
                        fields,
                        fields.first("Connection"),
                        record,
                        exchange.context().date())
                .flip());
        write();
    }

    /** In nginx's order. */
    private Fields fields(Fields own, String connection) {
        Fields fields = new Fields();
        fields.add("Server", exchange.context().server());
        fields.add("Date", exchange.context().date().now());
        own.forEach((name, value) -> {
            if (LAST_FIELDS.contains(name) && !fields.contains("Connection")) {
                fields.add("Connection", connection);
            }
            fields.add(name, value);
        });
        fields.set("Connection", connection);
        return fields;
    }

    private void write() {
        if (left > 0) {
            left -= piece.remaining();
            client.write(piece);
        }
        if (left == 0) {
            cancel();
            exchange.responseSent();
        } else if (client.pending() == 0) {
            readOn();
        }
    }

    @Override
    public void drained() {
        if (body != null && left > 0 && !reading) {
            readOn();
        }
    }

    private void readOn() {
        reading = true;
        FileBody from = body;
        disk.execute(() -> {
            try {
                read(from, piece);
                worker.execute(() -> {
                    reading = false;
                    if (cancelled) {
                        close(from);
                    } else {
                        exchange.events().guarded(this::write);
                    }
                });
            } catch (IOException | RuntimeException e) {
                worker.execute(() -> {
                    reading = false;
                    exchange.fail(new ProxyException(ErrorKind.FILE_TRUNCATED, "file: " + e.getMessage(), e));
                    close(from);
                });
            }
        });
    }

    @Override
    public boolean streams() {
        return false;
    }

    /** The exchange has ended, or goes on otherwise. While the file is being read, whoever reads it closes it. */
    @Override
    public void cancel() {
        cancelled = true;
        if (!reading) {
            close(body);
        }
    }

    private static void close(FileBody body) {
        try {
            if (body != null) {
                body.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a file that was only read: a fault of the system's
        }
    }
}
