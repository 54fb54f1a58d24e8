package io.sluice.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What whoever started the tests has done to signals: a process that is begun under nohup ignores SIGHUP, and so do its children. */
final class Signals {
    /** The number of SIGHUP. */
    static final int HANGUP = 1;

    /** The number of SIGINT. */
    static final int INTERRUPT = 2;

    private Signals() {}

    /** Skips the test where the processes that it starts would ignore the signal. */
    static void assumeHeard(int number) throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        assumeTrue(
                (Long.parseUnsignedLong(ignored, 16) >> (number - 1) & 1) == 0,
                "signal " + number + " is ignored by the process that started the tests, as under nohup");
    }
}
