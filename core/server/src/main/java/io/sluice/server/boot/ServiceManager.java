package io.sluice.server.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the process fares, where it was started as a service of {@code Type=notify}: then the environment names a
 * socket. The JDK has no Unix datagrams, so systemd's own {@code systemd-notify} sends each message, and the unit lets it by
 * {@code NotifyAccess=all}. Elsewhere nothing is done. What fails is logged, and the server goes on. Thread-safe; each call
 * waits for the program, some milliseconds.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/sd_notify.html">sd_notify</a>
 */
final class ServiceManager {
    private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

    /** As long as systemd-notify waits itself, and some more. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final String SOCKET = "NOTIFY_SOCKET";

    private final boolean there;
    private final String program;

    private ServiceManager(boolean there, String program) {
        this.there = there;
        this.program = program;
    }

    /** That of this process's environment. */
    static ServiceManager find() {
        return of(System.getenv(), "systemd-notify");
    }

    /** The program is found as the system finds programs; it inherits this process's environment. */
    static ServiceManager of(Map<String, String> environment, String program) {
        return new ServiceManager(!environment.getOrDefault(SOCKET, "").isEmpty(), program);
    }

    /** Clients may come; also the end of a reload. */
    void ready(String status) {
        tell("READY=1", "STATUS=" + status);
    }

    /** How things stand; nothing begins or ends. */
    void status(String status) {
        tell("STATUS=" + status);
    }

    /** A reload begins; {@link #ready} ends it, whatever came of it. */
    void reloading() {
        // systemd compares it with the time of its own request: CLOCK_MONOTONIC, which is nanoTime's on Linux.
        tell("RELOADING=1", "MONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()), "STATUS=reloading");
    }

    /**
     * The end begins.
     *
     * @param limit how long it may take: systemd waits for it, even where the unit's TimeoutStopSec is shorter
     */
    void stopping(Duration limit) {
        tell(
                "STOPPING=1",
                "EXTEND_TIMEOUT_USEC=" + TimeUnit.NANOSECONDS.toMicros(limit.toNanos()),
                "STATUS=ending tunnels and requests, for " + limit.toSeconds() + " s at most");
    }

    private synchronized void tell(String... assignments) {
        if (!there) {
            return;
        }
        List<String> words = new ArrayList<>(assignments.length + 1);
        words.add(program);
        for (String assignment : assignments) {
            words.add(assignment.replaceAll("\\p{Cntrl}", " ")); // a line is an assignment
        }
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                log.warn("systemd was not told {}: {} does not end", words.get(1), program);
            } else if (process.exitValue() != 0) {
                log.warn(
                        "systemd was not told {}: {} ended with {}: {}",
                        words.get(1),
                        program,
                        process.exitValue(),
                        new String(process.getInputStream().readNBytes(1000), UTF_8).strip());
            }
        } catch (IOException e) {
            log.warn("systemd was not told {} (Type=exec in the unit does without): {}", words.get(1), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
