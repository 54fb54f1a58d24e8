package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server started by {@code bin/sluice run} from an installation of its own, and stopped at the end of the try block:
 *
 * <pre>{@code
 * try (RunningSluice sluice = RunningSluice.in(folder).start("""
 *         sluice {
 *           listeners { web { bind = "127.0.0.1:0" } }
 *           ...
 *         }""")) {
 *     HttpClient.to(sluice.address("web")) ...
 * }
 * }</pre>
 */
final class RunningSluice implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Duration GONE = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("(?m)^listening: (\\S+) on (\\S+):(\\d+)$");

    private final Path home;
    private final Process process;
    private final Path pidFile;
    private final Path stdout;
    private final Path stderr;

    private RunningSluice(Path home, Process process, Path pidFile, Path stdout, Path stderr) {
        this.home = home;
        this.process = process;
        this.pidFile = pidFile;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** Unpacks the tarball below {@code folder}, such as a {@code @TempDir}; nothing is started yet. */
    static Launch in(Path folder) throws IOException {
        return at(Tarball.unpack(folder));
    }

    /** The installation with this home folder; nothing is started yet. */
    static Launch at(Path home) {
        return new Launch(home);
    }

    /** An installation that can still be changed before the server is started in it. */
    static final class Launch {
        private final Path home;
        private final Map<String, String> environment = new HashMap<>();

        private Launch(Path home) {
            this.home = home;
        }

        /** The home folder: the one with bin/, conf/, lib/, logs/ and plugins/. */
        Path home() {
            return home;
        }

        /** Sets a variable of the environment, such as JAVA_HOME; an empty value takes it away. */
        Launch environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Further JVM options, in place of those for a quick start. */
        Launch options(String sluiceOpts) {
            return environment("SLUICE_OPTS", sluiceOpts);
        }

        /** With the second compiler, too, where a test moves so much that it pays: ciphers take a tenth of the time by it. */
        Launch compiled() {
            return options(Installations.quickStart(true));
        }

        /** The JVM options of bin/sluice and no others, where a test is about how fast or large a server is. */
        Launch shippedOptions() {
            return options("");
        }

        /** Copies a jar into plugins/. */
        Launch plugin(Path jar) throws IOException {
            Files.copy(jar, home.resolve("plugins").resolve(jar.getFileName()));
            return this;
        }

        /** Starts the server with this configuration's text, and returns when all its listeners are bound. */
        RunningSluice start(String configuration) throws IOException {
            Path file = home.resolve("conf/test.conf");
            Files.writeString(file, configuration);
            return start(file);
        }

        /**
         * Starts the server with this configuration file, and returns when all its listeners are bound.
         *
         * @throws AssertionError when it ends or is not ready in time; the message has what it wrote
         */
        RunningSluice start(Path configuration) throws IOException {
            Path pidFile = home.resolve("logs/test.pid");
            Path stdout = home.resolve("logs/test.stdout");
            Path stderr = home.resolve("logs/test.stderr");
            List<String> words = new ArrayList<>(Command.words(
                    home.resolve("bin/sluice"),
                    "run",
                    "-c",
                    configuration.toString(),
                    "--pid-file",
                    pidFile.toString()));
            Process process = Command.builder(home, environment, words)
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile())
                    .start();
            RunningSluice sluice = new RunningSluice(home, process, pidFile, stdout, stderr);
            try {
                sluice.awaitReady();
                return sluice;
            } catch (Throwable e) {
                process.destroyForcibly();
                throw e;
            }
        }
    }

    /** The home folder. */
    Path home() {
        return home;
    }

    /** The process; its number is that of the JVM, since bin/sluice gives its own place to it. */
    Process process() {
        return process;
    }

    /** The pid file, which is there from the moment that all listeners are bound until the end. */
    Path pidFile() {
        return pidFile;
    }

    /** Where a listener is bound; {@code admin} is the admin listener. */
    InetSocketAddress address(String listener) {
        Matcher line = LISTENING.matcher(stdout());
        while (line.find()) {
            if (line.group(1).equals(listener)) {
                String host = line.group(2).replaceAll("[\\[\\]]", "");
                boolean any = host.equals("0.0.0.0") || host.equals("::");
                int port = Integer.parseInt(line.group(3));
                return any
                        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                        : new InetSocketAddress(host, port);
            }
        }
        throw new AssertionError("no listener " + listener + " in:\n" + stdout());
    }

    /** The port of a listener. */
    int port(String listener) {
        return address(listener).getPort();
    }

    /** What it has written to its standard output so far. */
    String stdout() {
        return text(stdout);
    }

    /** What it has written to its standard error so far. */
    String stderr() {
        return text(stderr);
    }

    /** The text of a file below the home folder as it is now, such as {@code logs/access.log}; empty if it is not there. */
    String file(String path) {
        return text(home.resolve(path));
    }

    /** The application log as it is now. */
    String log() {
        return file("logs/sluice.log");
    }

    /**
     * Stops it as an operator does, with SIGTERM, and waits for its end.
     *
     * @return its exit code
     * @throws AssertionError when it is still there after a minute
     */
    int stop() {
        process.destroy();
        return awaitEnd();
    }

    /** Waits for its end without asking for it, and returns its exit code. */
    int awaitEnd() {
        try {
            if (!process.waitFor(GONE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still there after " + GONE.toSeconds() + " s\n" + everything());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Stops it where the test has not done so; an end in disorder fails the test. */
    @Override
    public void close() {
        if (process.isAlive()) {
            int code = stop();
            if (code != 0) {
                throw new AssertionError("ended with " + code + "\n" + everything());
            }
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + READY.toNanos();
        try {
            while (!Files.exists(pidFile)) {
                if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("not started: ended with " + process.exitValue() + "\n" + everything());
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("not ready after " + READY.toSeconds() + " s\n" + everything());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private String everything() {
        return "stdout:\n" + stdout() + "stderr:\n" + stderr() + "log:\n" + log();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
