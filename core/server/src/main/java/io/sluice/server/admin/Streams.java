package io.sluice.server.admin;

import io.sluice.api.status.StatusStream;
import io.sluice.api.status.StatusView;
import io.sluice.server.exchange.Beats;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages that go on: so many at most, all on one thread, whose plugins' code may take its time. Thread-safe. */
final class Streams {
    /** How many may be open. */
    static final int MOST = 32;

    private static final Logger log = LoggerFactory.getLogger(Streams.class);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Semaphore places = new Semaphore(MOST);
    private final Executor thread = AdminThread.named("admin-streams");
    private final Supplier<StatusView> figures;

    Streams(Supplier<StatusView> figures) {
        this.figures = figures;
    }

    /** Begins one; empty, and the stream has ended, where there is no place for it. */
    Optional<Beats> begin(StatusStream stream) {
        Duration wanted = stream.interval();
        if (!places.tryAcquire()) {
            thread.execute(() -> end(stream));
            return Optional.empty();
        }
        Duration interval =
                wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
        return Optional.of(new Beats() {
            @Override
            public Duration interval() {
                return interval;
            }

            @Override
            public void next(Consumer<String> then) {
                thread.execute(() -> then.accept(text(stream)));
            }

            @Override
            public void ended() {
                places.release();
                thread.execute(() -> end(stream));
            }
        });
    }

    /** The next text; null where the stream fails. */
    private String text(StatusStream stream) {
        try {
            return stream.next(figures.get());
        } catch (RuntimeException | LinkageError e) {
            log.error("a page that goes on failed, and ends", e);
            return null;
        }
    }

    private static void end(StatusStream stream) {
        try {
            stream.ended();
        } catch (RuntimeException | LinkageError e) {
            log.error("the end of a page that went on failed", e);
        }
    }
}
