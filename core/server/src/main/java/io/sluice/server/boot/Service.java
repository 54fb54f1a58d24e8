package io.sluice.server.boot;

import io.sluice.server.config.ConfigException;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * A server as a process: from its start to an end in order, which SIGTERM or SIGINT ask for. SIGHUP reloads, SIGUSR1 opens the log files anew. Such an end gives the
 * exit code 0, so that a service manager does not take it for a crash: the JVM's own would be 143.
 *
 * <p>The JVM runs the same hook for {@code System.exit} and cannot tell it which it was. So nothing but {@link Main} calls
 * that while a server runs; who must end the process on a failure halts it.
 */
final class Service implements AutoCloseable {
    /** What is given on top of the time that the configuration allows for the end. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Setup setup;
    private final Server server;
    private final ServiceManager manager = ServiceManager.find();
    private final Thread hook = new Thread(this::endOnSignal, "stop");
    private final Deque<Closeable> steps = new ArrayDeque<>();

    /** Null where there is no pid file, and so nobody to ask. */
    private volatile StateFile state;

    private Service(Setup setup, Server server) {
        this.setup = setup;
        this.server = server;
    }

    /**
     * Starts the server; from then on signals end it in order.
     *
     * @throws ConfigException when a plugin refuses its settings
     * @throws IOException when a listener cannot be bound
     */
    static Service start(Setup setup) throws ConfigException, IOException {
        Service service =
                new Service(setup, Server.start(setup.config(), setup.plugins(), setup.source(), setup.home()));
        Runtime.getRuntime().addShutdownHook(service.hook);
        service.server.onReloaded(service::told);
        Signals.onHangUp(service::reload);
        Signals.onUser1(service.server::reopenLogs);
        return service;
    }

    /** Where each listener is bound. */
    Map<String, InetSocketAddress> addresses() {
        return server.addresses();
    }

    /** Prints a line for each listener. Scripts and tests read them: {@code listening: web on 127.0.0.1:8080}. */
    void printAddresses(PrintStream out) {
        addresses().forEach((name, address) -> out.println("listening: " + name + " on " + text(address)));
    }

    /** Adds what is to be done after the server's end; the last that was added is done first. */
    synchronized void atEnd(Closeable step) {
        steps.push(step);
    }

    /** Waits until the server has ended, and tells the service manager before that all is ready. */
    void awaitEnd() {
        manager.ready(status());
        server.awaitClosed();
    }

    private void reload() {
        manager.reloading();
        Reloaded reloaded = server.reload();
        manager.ready(status(reloaded));
        StateFile kept = state;
        if (kept != null) {
            kept.hungUp(reloaded);
        }
    }

    /** Another reload than by SIGHUP has come to its end. */
    private void told(Reloaded reloaded) {
        manager.status(status(reloaded));
    }

    /** Keeps a file beside the pid file that tells what comes of each SIGHUP. */
    void keepState(Path pidFile) {
        StateFile kept = new StateFile(pidFile, server.config().source());
        atEnd(kept::delete);
        kept.write();
        state = kept;
    }

    private String status(Reloaded reloaded) {
        return reloaded.refused() ? status() + "; a reload was refused, see the log" : status();
    }

    private String status() {
        return "serving by configuration " + server.generation() + " on "
                + addresses().entrySet().stream()
                        .map(one -> one.getKey() + " " + text(one.getValue()))
                        .collect(Collectors.joining(", "));
    }

    /** Ends the server where a signal has not done so already. */
    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            awaitHalt();
        }
        end();
    }

    private void endOnSignal() {
        Duration limit = server.config().shutdownTimeout().plus(MARGIN);
        Thread watchdog = new Thread(() -> haltAfter(limit), "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        manager.stopping(limit.plus(MARGIN));
        int code = ExitCode.FAILURE;
        try {
            end();
            setup.close();
            code = ExitCode.OK;
        } catch (Throwable e) {
            LoggerFactory.getLogger(Service.class).error("not ended in order", e);
        } finally {
            Logging.stop();
            Runtime.getRuntime().halt(code);
        }
    }

    private synchronized void end() throws IOException {
        server.close();
        while (!steps.isEmpty()) {
            steps.pop().close();
        }
    }

    /** The hook is at work and will end the process: nothing may be taken from under it. */
    private static void awaitHalt() {
        while (true) {
            LockSupport.park();
        }
    }

    private static void haltAfter(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        System.err.println("sluice: not ended within " + limit.toSeconds() + " s: halted");
        Runtime.getRuntime().halt(ExitCode.FAILURE);
    }

    /** An address as users write it. */
    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
