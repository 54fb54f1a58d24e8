package io.sluice.server.observe;

import com.codahale.metrics.jmx.JmxReporter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The registry over JMX, under the domain {@code sluice}, with the endpoints as they come and go. Nothing is opened for it:
 * who wants to look from outside starts the Java runtime with its options for that.
 */
public final class JmxFigures implements AutoCloseable {
    /** The domain of the names. */
    public static final String DOMAIN = "sluice";

    private static final long LOOK_SECONDS = 5;

    private final JmxReporter reporter;
    private final ScheduledExecutorService looking;

    private JmxFigures(JmxReporter reporter, ScheduledExecutorService looking) {
        this.reporter = reporter;
        this.looking = looking;
    }

    /**
     * Shows them from now on.
     *
     * @param trouble told, on a thread of this class, when the endpoints could not be looked at: a message and why
     */
    public static JmxFigures start(Metrics metrics, BiConsumer<String, Throwable> trouble) {
        JmxReporter reporter =
                JmxReporter.forRegistry(metrics.registry()).inDomain(DOMAIN).build();
        reporter.start();
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sluice-jmx");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> unused = looking.scheduleWithFixedDelay(
                () -> look(metrics, trouble), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        return new JmxFigures(reporter, looking);
    }

    private static void look(Metrics metrics, BiConsumer<String, Throwable> trouble) {
        try {
            metrics.registry();
        } catch (RuntimeException e) { // else it would be the last look
            trouble.accept("the figures of endpoints could not be renewed for JMX", e);
        }
    }

    /** Takes them back. */
    @Override
    public void close() {
        looking.shutdownNow();
        reporter.close();
    }
}
