package io.sluice.server.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The process of a pid file, which SIGHUP has read its configuration again; beside the pid file it says what came of it. */
final class HangUp {
    private static final long LOOK_MILLIS = 20;

    /** The line of Linux about a process that says which signals it ignores, in hexadecimal; SIGHUP is the lowest bit. */
    private static final String IGNORED = "SigIgn:";

    private final Path pidFile;
    private final long pid;

    private HangUp(Path pidFile, long pid) {
        this.pidFile = pidFile;
        this.pid = pid;
    }

    /**
     * That process.
     *
     * @param why what stands against another way, for the message
     * @throws IOException when there is no such file, or its process is none of Sluice's; the message says so
     */
    static HangUp of(Path pidFile, String why) throws IOException {
        if (!Files.isReadable(pidFile)) {
            throw new IOException(why + ", and no pid file " + pidFile + ": is Sluice running?");
        }
        String text = Files.readString(pidFile).strip();
        if (!text.matches("[1-9][0-9]{0,9}")) {
            throw new IOException(pidFile + ": found \"" + text + "\" (expected: a process number)");
        }
        long pid = Long.parseLong(text);
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        boolean another = process.flatMap(HangUp::commandLine)
                .filter(line -> !line.contains(Main.class.getName()))
                .isPresent();
        if (process.isEmpty() || another) {
            throw new IOException(why + ", and process " + pid + " of " + pidFile
                    + (another ? " is none of Sluice's" : " is gone") + ": is Sluice running?");
        }
        return new HangUp(pidFile, pid);
    }

    /** All of it: what the JDK tells of a command is cut where a page of memory ends, and paths may be long. */
    private static Optional<String> commandLine(ProcessHandle process) {
        Path whole = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            return Optional.of(Files.readString(whole, StandardCharsets.ISO_8859_1))
                    .filter(line -> !line.isEmpty());
        } catch (IOException e) { // another system than Linux, or it has ended
            return process.info().commandLine();
        }
    }

    long pid() {
        return pid;
    }

    /** Whether it is known to run with this file. */
    boolean runsWith(Path configuration) {
        return state().filter(one -> same(one.configuration(), configuration)).isPresent();
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<StateFile.State> state() {
        return StateFile.read(StateFile.beside(pidFile)).filter(one -> one.process() == pid);
    }

    /** Whether it ignores the signal, as a JVM does that was started so. */
    private boolean deaf() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.isReadable(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(IGNORED))
                .anyMatch(line ->
                        (Long.parseUnsignedLong(line.substring(IGNORED.length()).strip(), 16) & 1) != 0);
    }

    /**
     * Sends the signal and waits for what comes of it.
     *
     * @return as {@link Reloaded#values()}; empty where the process does not tell
     * @throws IOException when it cannot be sent, or nothing comes of it in time; the message says so
     */
    Optional<Map<?, ?>> send(Duration patience) throws IOException, InterruptedException {
        if (deaf()) {
            throw new IOException("process " + pid
                    + " ignores SIGHUP: it was started so, as nohup does; start it by bin/sluice start");
        }
        Optional<StateFile.State> before = state();
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(pid))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("process " + pid + " cannot be signalled");
        }
        if (before.isEmpty()) {
            return Optional.empty();
        }
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - end < 0) {
            Optional<StateFile.State> now = state();
            if (now.isPresent() && now.get().hangups() > before.get().hangups()) {
                return Optional.of(now.get().outcome());
            }
            if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
                throw new IOException("process " + pid + " has ended");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new IOException("process " + pid + " was signalled, but nothing came of it within " + patience.toSeconds()
                + " s; its log may tell");
    }
}
