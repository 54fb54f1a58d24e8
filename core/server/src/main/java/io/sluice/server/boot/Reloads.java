package io.sluice.server.boot;

import io.sluice.api.status.ConfigurationView;
import io.sluice.api.status.PluginView;
import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.config.ErrorLogConfig;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.observe.AccessLog;
import io.sluice.server.observe.ErrorLogTarget;
import io.sluice.server.observe.LogFiles;
import io.sluice.server.observe.Metric;
import io.sluice.server.plugin.PluginException;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.plugin.PluginSource;
import io.sluice.server.plugin.Refresh;
import io.sluice.server.transport.Transport;
import io.sluice.server.transport.Worker;
import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configurations of a server, one after the other. A reload builds the next one beside that in force, which it touches only
 * when nothing can be refused any more. What was replaced is let go of when its last exchange has ended.
 *
 * <p>One at a time: who comes meanwhile waits. What reads is thread-safe.
 */
final class Reloads {
    private static final Logger log = LoggerFactory.getLogger(Reloads.class);

    /** How long names are waited for at most: without an answer some upstreams are empty at first. */
    private static final Duration RESOLVER_PATIENCE = Duration.ofSeconds(5);

    private static final long WORKER_PATIENCE_SECONDS = 5;

    private final Means means;
    private final Transport transport;
    private final Listeners listeners;
    private final PluginSource source;
    private final Executor later;
    private final Consumer<Reloaded> unasked;
    private final List<Snapshot> living = new CopyOnWriteArrayList<>();
    private Changes.Running running;
    private volatile Snapshot current;
    private volatile long generation;
    private volatile Instant since = Instant.now();
    private volatile Optional<ConfigurationView.Reload> last = Optional.empty();
    private boolean ended;

    /** {@code later} runs what may wait for the disk; {@code unasked} is told what came of a reload for plugins. */
    Reloads(
            Means means,
            Transport transport,
            Listeners listeners,
            PluginSource source,
            Executor later,
            Consumer<Reloaded> unasked) {
        this.unasked = unasked;
        this.means = means;
        this.transport = transport;
        this.listeners = listeners;
        this.source = source;
        this.later = later;
    }

    /** The configuration in force. */
    Snapshot current() {
        return current;
    }

    /** Its number, 1 for that of the start. */
    long generation() {
        return generation;
    }

    /** Since when it is in force. */
    Instant since() {
        return since;
    }

    /** The configuration in force, for status pages. */
    ConfigurationView view() {
        Snapshot now = current;
        Path file = now == null ? null : now.config().source();
        return new ConfigurationView(file == null ? "" : file.toString(), generation, since, last);
    }

    /** The plugins and their generations, for status pages. */
    List<PluginView> plugins() {
        return source.view(this::exchanges).plugins().stream()
                .map(one -> new PluginView(
                        one.id(),
                        one.version(),
                        one.file(),
                        one.state().text(),
                        one.since(),
                        one.exchanges(),
                        one.extensions().stream()
                                .map(brought -> brought.kind() + " " + brought.name())
                                .toList(),
                        one.reason()))
                .toList();
    }

    /** The access logs in force. */
    Map<String, AccessLog> logs() {
        Snapshot now = current;
        return now == null ? Map.of() : now.accessLogs();
    }

    /** How many exchanges, tunnels among them, began with these plugins and are under way, about. */
    long exchanges(PluginRegistry plugins) {
        return living.stream()
                .filter(one -> one.plugins().equals(plugins))
                .mapToLong(one -> one.uses().now())
                .sum();
    }

    // ---- the first one

    /**
     * Serves it.
     *
     * @throws IOException when an address cannot be bound or a file not be written; the message names it
     */
    synchronized void start(Snapshot first) throws IOException {
        living.add(first);
        current = first;
        running = Changes.Running.of(first.config());
        first.openLogs();
        first.security().files().start();
        first.pools().begin();
        first.resolver().start(RESOLVER_PATIENCE);
        means.health().start();
        listeners.swap(listeners.prepare(first), first);
        inForce(first);
        usePlugins(first);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread at a time
    private void inForce(Snapshot now) {
        current = now;
        since = Instant.now();
        generation++;
    }

    private void usePlugins(Snapshot now) {
        source.use(now.plugins());
        source.watch(now.config().plugins(), this::applyPlugins);
    }

    // ---- the next one

    /** Reads the files again, and serves what they say, or goes on as before. The log tells. */
    synchronized Reloaded reload() {
        return reload(() -> ConfigLoader.load(current.config().source(), means.home(), new Variables()));
    }

    /** Takes the plugins that there are now, with the configuration that is in force; or goes on as before. The log tells. */
    private synchronized void applyPlugins() {
        unasked.accept(reload(() -> current.config()));
    }

    /** Gives the configuration that is to be the next one. */
    @FunctionalInterface
    private interface Wanted {
        SluiceConfig config() throws ConfigException;
    }

    private Reloaded reload(Wanted wanted) {
        long began = System.nanoTime();
        if (ended) {
            return Reloaded.ending(generation);
        }
        means.metrics().count(Metric.RELOADS);
        Reloaded done;
        try {
            done = next(wanted.config(), began);
        } catch (ConfigException e) {
            done = refused(e.problems(), began);
        } catch (PluginException e) {
            done = refused(e.problems(), began);
        } catch (IOException e) {
            done = refused(List.of(e.getMessage()), began);
        } catch (RuntimeException | LinkageError e) {
            log.error("reload: a fault of Sluice's own", e);
            done = refused(List.of(e.toString()), began);
        }
        tell(done);
        return done;
    }

    private Reloaded refused(List<String> problems, long began) {
        return new Reloaded(List.copyOf(problems), generation, List.of(), List.of(), List.of(), millis(began));
    }

    private static long millis(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private void tell(Reloaded done) {
        List<String> messages = done.refused() ? done.problems() : both(done.changes(), done.allWarnings());
        last = Optional.of(new ConfigurationView.Reload(Instant.now(), done.refused(), messages, done.millis()));
        if (done.refused()) {
            means.metrics().count(Metric.RELOAD_FAILURES);
            done.problems().forEach(problem -> log.error("reload: {}", problem));
            log.error("reload: refused, all is as it was; {} ms", done.millis());
            return;
        }
        done.warnings().forEach(warning -> log.warn("reload: {}", warning));
        String changes = done.changes().isEmpty() ? "nothing has changed" : String.join("; ", done.changes());
        log.info("reload: {}; generation {}; {} ms", changes, done.generation(), done.millis());
    }

    private Reloaded next(SluiceConfig config, long began) throws ConfigException, IOException {
        Snapshot before = current;
        Refresh plugins = source.next(config.plugins().folder());
        boolean good = false;
        try {
            Snapshot next = Snapshot.build(config, plugins.registry(), means, before);
            List<String> changes = both(Changes.between(before, next), plugins.changes());
            Listeners.Step step = prepare(next);
            good = true;
            List<String> warnings = enter(before, next, step);
            return new Reloaded(List.of(), generation, changes, warnings, plugins.problems(), millis(began));
        } finally {
            if (!good) {
                source.release(plugins.registry());
            }
        }
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** Up to the addresses something may be refused, and all is as it was then. */
    private Listeners.Step prepare(Snapshot next) throws IOException {
        try {
            checkErrorLog(next.config());
            next.openLogs();
            return listeners.prepare(next);
        } catch (IOException | RuntimeException e) {
            next.closeLogs();
            next.pools().discard();
            closeUnlessUsed(next);
            throw e;
        }
    }

    /** From here on nothing is refused: a fault in one of these steps does not keep the others from being taken. */
    private List<String> enter(Snapshot before, Snapshot next, Listeners.Step step) {
        SluiceConfig config = next.config();
        List<String> warnings = new ArrayList<>();
        living.add(next);
        for (Runnable one : List.<Runnable>of(
                () -> before.pools().unwatch(next.pools()),
                () -> next.security().files().start(),
                () -> next.resolver().start(RESOLVER_PATIENCE),
                this::startHealth,
                () -> next.pools().begin(),
                () -> next.pools().expect(next.routeNames()),
                () -> listeners.swap(step, next),
                () -> inForce(next),
                () -> usePlugins(next),
                () -> transport.maxConnections(config.maxConnections()),
                () -> means.drains().rules(config.drain()),
                () -> useErrorLog(before.config(), config),
                this::passWorkers,
                () -> next.accessLogs().values().forEach(AccessLog::begin),
                () -> before.pools().retire(next.pools(), next.routeNames()),
                () -> listeners.leave(
                        step.gone(), config.listeners(), config.drain().window()),
                () -> before.security().files().close(),
                () -> before.uses().whenIdle(() -> later.execute(() -> letGo(before))),
                () -> warnings.addAll(Changes.forRestart(running, config, listeners.addressesAsBound())))) {
            try {
                one.run();
            } catch (RuntimeException | LinkageError e) {
                log.error("reload: a fault of Sluice's own, past the point where all could have stayed as it was", e);
                warnings.add("in force, but not all of it may hold until a restart: " + e);
            }
        }
        return warnings;
    }

    private void startHealth() {
        try {
            means.health().start();
        } catch (IOException e) { // no thread for it, which the start of the server would have told
            log.error("reload: the health of new endpoints is not checked: {}", e.getMessage());
        }
    }

    private void closeUnlessUsed(Snapshot gone) {
        if (living.stream().noneMatch(one -> one.resolver() == gone.resolver())) {
            gone.resolver().close();
        }
    }

    private static void checkErrorLog(SluiceConfig config) throws IOException {
        Optional<String> problem =
                config.errorLog().flatMap(ErrorLogConfig::file).flatMap(LogFiles::problem);
        if (problem.isPresent()) {
            throw new IOException(problem.get());
        }
    }

    private void useErrorLog(SluiceConfig before, SluiceConfig now) {
        if (now.errorLog().isPresent() && !now.errorLog().equals(before.errorLog())) {
            try {
                ErrorLogTarget.use(now.errorLog().get());
                running = running.withErrorLog();
            } catch (IOException e) {
                log.error("reload: {}", e.getMessage());
            }
        }
    }

    /** When this returns, no worker is within a step that it began before; each exchange that begins sees what is new. */
    private void passWorkers() {
        CountDownLatch passed = new CountDownLatch(transport.workers().size());
        for (Worker worker : transport.workers()) {
            worker.execute(passed::countDown);
        }
        try {
            if (!passed.await(WORKER_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.error("reload: a worker does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody uses it any longer. */
    private synchronized void letGo(Snapshot idle) {
        if (living.remove(idle)) {
            idle.closeLogs();
            closeUnlessUsed(idle);
            source.release(idle.plugins());
            log.debug("reload: a configuration that was replaced is let go of");
        }
    }

    // ---- the end

    /** No further reload; waits for one that is under way. */
    synchronized void end() {
        ended = true;
    }

    /** When all exchanges have ended: nothing of any configuration stays. */
    synchronized void close() {
        ended = true;
        for (Snapshot one : living) {
            one.security().files().close();
            one.resolver().close();
            one.closeLogs();
        }
        living.clear();
    }

    /** The file that the configuration is read from. */
    Path file() {
        return current.config().source();
    }
}
