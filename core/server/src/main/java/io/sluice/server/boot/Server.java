package io.sluice.server.boot;

import io.sluice.api.status.StatusResponse;
import io.sluice.server.config.AccessLogConfig;
import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ErrorLogConfig;
import io.sluice.server.config.Json;
import io.sluice.server.config.Problems;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.exchange.StatusPages;
import io.sluice.server.files.FileThreads;
import io.sluice.server.health.Health;
import io.sluice.server.http.HttpDate;
import io.sluice.server.observe.AccessLog;
import io.sluice.server.observe.ErrorLog;
import io.sluice.server.observe.JmxFigures;
import io.sluice.server.observe.LogFiles;
import io.sluice.server.observe.LogWriters;
import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import io.sluice.server.observe.RecentWorst;
import io.sluice.server.observe.Reopening;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.plugin.PluginSource;
import io.sluice.server.relay.Drains;
import io.sluice.server.relay.Ending;
import io.sluice.server.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running proxy: everything that lasts is put together in {@link #start} and taken apart in {@link #close()}; what the
 * configuration says is a {@link Snapshot}, which {@link #reload()} replaces. Thread-safe.
 */
public final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final int RELOADS_WAITING = 16;
    private static final int THREAD_IDLE_SECONDS = 30;

    /** What the admin listener has for its last answers and for pages that go on, when all others have ended. */
    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(2);

    private final Metrics metrics = new Metrics();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final FileThreads disk = new FileThreads();
    private final Health health = new Health(metrics);
    private final ThreadPoolExecutor later = later();
    private final Transport transport;
    private final Drains drains;
    private final Listeners listeners;
    private final Means means;
    private final Reloads reloads;

    private volatile Consumer<Reloaded> onReloaded = ignored -> {};

    /** Null where it is not wanted. */
    private JmxFigures jmx;

    private Server(SluiceConfig config, PluginSource source, Path home) {
        this.transport = new Transport(config.workers(), config.maxConnections());
        this.drains = new Drains(config.drain());
        this.listeners = new Listeners(transport);
        this.means = means(config.workers(), metrics, disk, health, home, drains, source, this);
        this.reloads = new Reloads(means, transport, listeners, source, later, done -> onReloaded.accept(done));
    }

    private static Means means(
            int workers,
            Metrics metrics,
            FileThreads disk,
            Health health,
            Path home,
            Drains drains,
            PluginSource source,
            Server server) {
        return new Means(
                workers,
                metrics,
                new StatusPages("status-pages", metrics::status),
                new StatusPages("admin-pages", metrics::status),
                new ErrorLog(metrics),
                new HttpDate(System::currentTimeMillis),
                disk,
                health,
                new LogWriters(metrics),
                home,
                drains,
                () -> server.reloads.logs(),
                () -> server.listeners.all(),
                () -> source.view(server.reloads::exchanges),
                () -> server.reloadLater());
    }

    private static ThreadPoolExecutor later() {
        ThreadPoolExecutor made = new ThreadPoolExecutor(
                1, 1, THREAD_IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "sluice-reload");
                    thread.setDaemon(true);
                    return thread;
                });
        made.allowCoreThreadTimeOut(true);
        return made;
    }

    /**
     * Builds everything and binds every listener. Reloads go on with these plugins.
     *
     * @param plugins stay the caller's, who closes them after the server
     * @param home the folder at which the access log's relative path starts
     * @throws ConfigException with every setting that a plugin refuses; nothing has been bound then
     * @throws IOException when an address cannot be bound or a file not be written; the message names it
     */
    public static Server start(SluiceConfig config, PluginRegistry plugins, Path home)
            throws ConfigException, IOException {
        return start(config, plugins, PluginSource.of(plugins), home);
    }

    /** The same; {@code source} gives the plugins of each later configuration. */
    static Server start(SluiceConfig config, PluginRegistry plugins, PluginSource source, Path home)
            throws ConfigException, IOException {
        Server server = new Server(config, source, home);
        try {
            server.run(Snapshot.build(config, plugins, server.means, null));
            return server;
        } catch (ConfigException | IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Builds what the configuration names, binds nothing.
     *
     * @throws ConfigException with every setting that a plugin refuses
     */
    public static void check(SluiceConfig config, PluginRegistry plugins) throws ConfigException {
        Metrics unseen = new Metrics();
        Snapshot built = Snapshot.build(
                config,
                plugins,
                new Means(
                        config.workers(),
                        unseen,
                        new StatusPages("status-pages", unseen::status),
                        new StatusPages("admin-pages", unseen::status),
                        new ErrorLog(unseen),
                        new HttpDate(System::currentTimeMillis),
                        null,
                        new Health(unseen),
                        new LogWriters(unseen),
                        null,
                        new Drains(config.drain()),
                        Map::of,
                        List::of,
                        null,
                        null),
                null);
        built.resolver().close();
        Problems problems = new Problems();
        Stream.concat(
                        config.accessLogs().values().stream().map(AccessLogConfig::file),
                        config.errorLog().map(ErrorLogConfig::file).stream())
                .flatMap(Optional::stream)
                .forEach(file -> LogFiles.problem(file).ifPresent(problems::add));
        problems.check();
    }

    private void run(Snapshot first) throws IOException {
        metrics.read(Metric.WORKERS_LAG, new RecentWorst(transport::takeWorstLagMillis, System::nanoTime));
        metrics.read(
                Metric.TLS_CERTIFICATE_EXPIRES_IN,
                () -> reloads.current().security().files().secondsToFirstExpiry());
        metrics.read(Metric.CONFIG_GENERATION, reloads::generation);
        metrics.read(Metric.CONFIG_SINCE, () -> reloads.since().getEpochSecond());
        metrics.upstreams(() -> reloads.current().upstreams());
        metrics.listeners(listeners::views);
        metrics.plugins(reloads::plugins);
        metrics.configuration(reloads::view);
        transport.start();
        reloads.start(first);
        if (first.config().jmx()) {
            jmx = JmxFigures.start(metrics, log::warn);
        }
    }

    /** The bound addresses by listener name; the admin listener is {@code admin}. */
    public Map<String, InetSocketAddress> addresses() {
        return listeners.addresses();
    }

    /**
     * Reads the configuration again, with what it includes, its certificates and plugins, and serves by it from now on; where
     * anything of it is refused, all goes on as before. Tunnels and requests that are under way are not touched, unless their
     * route or endpoint is gone: then their upstream's rules say what becomes of tunnels. Waits for it; one at a time.
     */
    public Reloaded reload() {
        return reloads.reload();
    }

    /** The configuration in force. */
    public SluiceConfig config() {
        return reloads.current().config();
    }

    /** What came of it. */
    Snapshot snapshot() {
        return reloads.current();
    }

    /** Its number, 1 for that of the start. */
    public long generation() {
        return reloads.generation();
    }

    /** How many tunnels are to be ended whose moment has not come. */
    int endingsWaiting() {
        return drains.waiting();
    }

    /** Since when it is in force. */
    public Instant since() {
        return reloads.since();
    }

    /** How many exchanges, tunnels among them, began with these plugins and are under way, about. */
    public long exchanges(PluginRegistry plugins) {
        return reloads.exchanges(plugins);
    }

    private CompletionStage<StatusResponse> reloadLater() {
        CompletableFuture<StatusResponse> answer = new CompletableFuture<>();
        try {
            if (closing.get()) {
                return CompletableFuture.completedFuture(json(
                        503,
                        Map.of(
                                "error",
                                String.join(", ", Reloaded.ending(generation()).problems()))));
            }
            if (later.getQueue().size() >= RELOADS_WAITING) {
                throw new RejectedExecutionException();
            }
            later.execute(() -> {
                Reloaded done;
                try {
                    done = reload();
                    answer.complete(page(done));
                } catch (Throwable e) {
                    answer.completeExceptionally(e);
                    throw e;
                }
                onReloaded.accept(done); // may take seconds, for which nobody has to wait
            });
        } catch (RejectedExecutionException e) {
            answer.complete(json(503, Map.of("error", "too many reloads wait, or the server is ending")));
        }
        return answer;
    }

    private static StatusResponse page(Reloaded done) {
        return json(done.refused() ? 422 : 200, done.values());
    }

    private static StatusResponse json(int status, Map<String, ?> values) {
        return new StatusResponse(status, "application/json", Json.write(values));
    }

    /** Is told what came of each reload that {@link #reload} was not called for: by a command, or for plugins. */
    void onReloaded(Consumer<Reloaded> told) {
        onReloaded = told;
    }

    /** Opens the files of all logs anew by their names, for who has moved them; no line is lost. */
    public void reopenLogs() {
        reloads.logs().values().forEach(AccessLog::reopen);
        try {
            Reopening.ofApplicationLog();
            log.info("the log files were opened anew");
        } catch (IOException e) {
            log.warn("{}", e.getMessage());
        }
    }

    /** The figures. */
    public Metrics metrics() {
        return metrics;
    }

    /**
     * Ends in order: no new connections, idle ones closed at once, what is under way finished within the configuration's
     * shutdown timeout and then broken, all lines of the access log written. Meanwhile the admin listener shows how it goes, and
     * refuses reloads. A second call waits for the first.
     */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                stop();
            } finally {
                closed.countDown();
            }
        } else {
            awaitClosed();
        }
    }

    /** Waits until {@link #close()} has ended. */
    public void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        reloads.end();
        Snapshot last = reloads.current();
        Duration timeout = last == null ? Duration.ZERO : last.config().shutdownTimeout();
        int broken = 0;
        try {
            long end = System.nanoTime() + timeout.toNanos();
            listeners.stop();
            if (last != null) {
                drainTunnels(last.config());
            }
            broken = listeners.awaitStopped(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            listeners.stopAdmin(ADMIN_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (jmx != null) {
                jmx.close();
            }
            health.close();
            transport.close();
            drains.close();
            reloads.close();
            later.shutdownNow();
            disk.close();
        }
        if (broken > 0) {
            log.warn("{} connections were broken, still in use after {} s", broken, timeout.toMillis() / 1000.0);
        }
    }

    /** Within half of the time that there is at most, so that both sides can answer and be read to their end. */
    private void drainTunnels(SluiceConfig config) {
        Duration half = config.shutdownTimeout().dividedBy(2);
        Duration window =
                config.drain().window().compareTo(half) < 0 ? config.drain().window() : half;
        int count = listeners.drain(Ending.stop(config.drain()), window);
        if (count > 0) {
            log.info("{} tunnels are ended within {} s", count, window.toMillis() / 1000.0);
        }
        int rate = config.drain().rate();
        if (rate > 0 && count / rate >= config.shutdownTimeout().toSeconds()) {
            log.warn(
                    "{} tunnels at {} a second (sluice.drain.rate) take longer than sluice.shutdown-timeout, {} s: the rest will be cut",
                    count,
                    rate,
                    config.shutdownTimeout().toSeconds());
        }
    }
}
