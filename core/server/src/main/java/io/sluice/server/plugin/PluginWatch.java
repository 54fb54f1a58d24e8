package io.sluice.server.plugin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the folder of plugins every so often, and tells once of each change that two looks in a row saw the same. Polls, as
 * the system's notices do not come from every kind of file system, and come in the midst of writing.
 */
final class PluginWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PluginWatch.class);

    private final Path folder;
    private final Supplier<Map<Path, JarStamp>> used;
    private final Consumer<Map<Path, String>> onChange;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Map<Path, JarStamp> last;
    private Map<Path, JarStamp> told;
    private String failure = "";

    /**
     * Does not look before it is started.
     *
     * @param used what the jars were like when they were last read
     * @param onChange is given what has changed since then, in words, by the jar
     */
    PluginWatch(Path folder, Supplier<Map<Path, JarStamp>> used, Consumer<Map<Path, String>> onChange) {
        this.folder = folder;
        this.used = used;
        this.onChange = onChange;
    }

    /** Begins to look, on a thread of its own. To be called once. */
    void start(Duration interval) {
        Thread thread = new Thread(() -> run(interval), "plugin-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the looks, without waiting for one that is under way. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void run(Duration interval) {
        try {
            while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    look();
                } catch (RuntimeException | Error e) { // must not end the looks to come
                    log.error("{}: what has changed cannot be used", folder, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once. */
    void look() {
        Map<Path, JarStamp> now;
        try {
            now = JarStamp.of(PluginFolder.list(folder));
            failure = "";
        } catch (PluginException e) {
            if (!failure.equals(e.getMessage())) {
                failure = e.getMessage();
                log.error("{}; plugins stay as they are", failure);
            }
            return;
        }
        boolean settled = now.equals(last);
        last = now;
        if (settled && !now.equals(told)) {
            told = now;
            Map<Path, String> changed = changes(used.get(), now);
            if (!changed.isEmpty()) {
                onChange.accept(changed);
            }
        }
    }

    private static Map<Path, String> changes(Map<Path, JarStamp> before, Map<Path, JarStamp> now) {
        Map<Path, String> out = new TreeMap<>();
        now.forEach((jar, stamp) -> {
            if (!before.containsKey(jar)) {
                out.put(jar, "is new");
            } else if (!before.get(jar).equals(stamp)) {
                out.put(jar, "has changed");
            }
        });
        before.keySet().stream().filter(jar -> !now.containsKey(jar)).forEach(jar -> out.put(jar, "is gone"));
        return out;
    }
}
