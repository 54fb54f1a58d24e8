package io.sluice.server.boot;

import io.sluice.api.exchange.AddressText;
import io.sluice.api.status.ListenerView;
import io.sluice.server.admin.AdminSite;
import io.sluice.server.config.AccessLogConfig;
import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ErrorLogConfig;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.ListenerConfig;
import io.sluice.server.config.Problems;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.exchange.ExchangeContext;
import io.sluice.server.exchange.RoutePlan;
import io.sluice.server.exchange.Uses;
import io.sluice.server.files.FileThreads;
import io.sluice.server.http.ErrorPage;
import io.sluice.server.http.HttpDate;
import io.sluice.server.listener.Listener;
import io.sluice.server.observe.AccessLog;
import io.sluice.server.observe.AccessLogs;
import io.sluice.server.observe.ErrorLog;
import io.sluice.server.observe.JmxFigures;
import io.sluice.server.observe.LogFiles;
import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import io.sluice.server.observe.RecentWorst;
import io.sluice.server.observe.Reopening;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.relay.Drains;
import io.sluice.server.relay.Ending;
import io.sluice.server.route.RouteTable;
import io.sluice.server.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running proxy: everything is put together in {@link #start} and taken apart in {@link #close()}. Thread-safe. */
public final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);

    /** How long a start waits for name servers at most: without an answer some upstreams are empty at first. */
    private static final Duration RESOLVER_PATIENCE = Duration.ofSeconds(5);

    private final SluiceConfig config;
    private final Metrics metrics = new Metrics();
    private final ErrorLog errors = new ErrorLog(metrics);
    private final HttpDate date = new HttpDate(System::currentTimeMillis);
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private volatile List<ListenerView> bound = List.of();

    /** Null where it is not wanted. */
    private JmxFigures jmx;

    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Uses uses = new Uses();
    private final Site site;
    private final Transport transport;
    private final Drains drains;
    private final FileThreads disk = new FileThreads();
    private final Map<String, AccessLog> accessLogs = new LinkedHashMap<>();

    private Server(SluiceConfig config, PluginRegistry plugins) throws ConfigException {
        this.config = config;
        this.drains = new Drains(config.drain());
        this.site = Site.build(config, plugins, metrics);
        this.transport = new Transport(config.workers(), config.maxConnections());
    }

    /**
     * Builds everything and binds every listener.
     *
     * @param home the folder at which the access log's relative path starts
     * @throws ConfigException with every setting that a plugin refuses; nothing has been bound then
     * @throws IOException when an address cannot be bound or a file not be written; the message names it
     */
    public static Server start(SluiceConfig config, PluginRegistry plugins, Path home)
            throws ConfigException, IOException {
        Server server = new Server(config, plugins);
        try {
            server.run(home);
            return server;
        } catch (IOException | RuntimeException e) {
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
        Site.build(config, plugins, new Metrics());
        Problems problems = new Problems();
        Stream.concat(
                        config.accessLogs().values().stream().map(AccessLogConfig::file),
                        config.errorLog().map(ErrorLogConfig::file).stream())
                .flatMap(Optional::stream)
                .forEach(file -> LogFiles.problem(file).ifPresent(problems::add));
        problems.check();
    }

    private void run(Path home) throws IOException {
        for (Map.Entry<String, AccessLogConfig> log : config.accessLogs().entrySet()) {
            accessLogs.put(
                    log.getKey(), AccessLog.open(log.getValue(), site.formats().get(log.getKey()), metrics, home));
        }
        metrics.read(Metric.WORKERS_LAG, new RecentWorst(transport::takeWorstLagMillis, System::nanoTime));
        metrics.read(Metric.TLS_CERTIFICATE_EXPIRES_IN, site.tlsFiles()::secondsToFirstExpiry);
        metrics.upstreams(site::upstreams);
        metrics.listeners(() -> bound);
        if (config.jmx()) {
            jmx = JmxFigures.start(metrics, log::warn);
        }
        site.tlsFiles().start();
        site.resolver().start(RESOLVER_PATIENCE);
        transport.start();
        site.health().start();
        for (ListenerConfig listener : config.listeners().values()) {
            List<String> unrouted = HostConfig.defaultOf(listener.name(), config.hosts())
                    .map(HostConfig::accessLogs)
                    .orElse(List.of());
            listen(listener, site.routes(), new AccessLogs(accessLogs, unrouted));
        }
        if (config.admin().isPresent()) {
            listen(AdminSite.listener(config.admin().get()), site.adminRoutes().orElseThrow(), AccessLogs.NONE);
        }
    }

    /** Status pages see what is bound now. */
    private void seen() {
        bound = listeners.entrySet().stream()
                .map(one -> new ListenerView(
                        one.getKey(), AddressText.withPort(one.getValue().address()), site.tls(one.getKey()) != null))
                .toList();
    }

    private void listen(ListenerConfig listener, RouteTable<RoutePlan> routes, AccessLogs lines) throws IOException {
        String name = ExchangeContext.serverName(listener);
        ExchangeContext context = new ExchangeContext(
                listener,
                routes,
                site.certificates(listener),
                metrics,
                errors,
                lines,
                drains,
                new ErrorPage(name, date),
                disk,
                name,
                date,
                uses);
        try {
            Listener made = Listener.bind(transport, context, site.tls(listener.name()));
            listeners.put(listener.name(), made);
            seen();
            log.info("listener {}: {}", listener.name(), made.address());
        } catch (IOException e) {
            throw new IOException(
                    "listener " + listener.name() + ": cannot bind " + listener.bind() + ": " + e.getMessage(), e);
        }
    }

    /** The bound addresses by listener name; the admin listener is {@code admin}. */
    public Map<String, InetSocketAddress> addresses() {
        Map<String, InetSocketAddress> out = new LinkedHashMap<>();
        listeners.forEach((name, listener) -> out.put(name, listener.address()));
        return out;
    }

    /** Reads the files of certificates again: new handshakes use what is new, live connections stay. */
    public void reload() {
        List<String> problems = site.tlsFiles().reload();
        log.info(
                "the files of certificates were read again, {} with problems; the configuration is read at a start alone",
                problems.size());
    }

    /** Opens the files of all logs anew by their names, for who has moved them; no line is lost. */
    public void reopenLogs() {
        accessLogs.values().forEach(AccessLog::reopen);
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
     * shutdown timeout and then broken, all lines of the access log written. A second call waits for the first.
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
        long end = System.nanoTime() + config.shutdownTimeout().toNanos();
        int broken = 0;
        try {
            listeners.values().forEach(Listener::stop);
            drainTunnels();
            for (Listener listener : listeners.values()) {
                broken += listener.awaitStopped(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (jmx != null) {
                jmx.close();
            }
            site.health().close();
            site.tlsFiles().close();
            site.resolver().close();
            transport.close();
            drains.close();
            disk.close();
            accessLogs.values().forEach(AccessLog::close);
        }
        if (broken > 0) {
            log.warn(
                    "{} connections were broken, still in use after {} s",
                    broken,
                    config.shutdownTimeout().toMillis() / 1000.0);
        }
    }

    /** Within half of the time that there is at most, so that both sides can answer and be read to their end. */
    private void drainTunnels() {
        Duration half = config.shutdownTimeout().dividedBy(2);
        Duration window =
                config.drain().window().compareTo(half) < 0 ? config.drain().window() : half;
        Ending how = Ending.stop(config.drain());
        int count =
                listeners.values().stream()
                        .map(listener -> listener.drain(tunnel -> true, how, window))
                        .toList()
                        .stream()
                        .mapToInt(CompletableFuture::join)
                        .sum();
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
