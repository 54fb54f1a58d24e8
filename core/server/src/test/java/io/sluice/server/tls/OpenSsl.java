package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Runs shell commands that use the openssl program. */
final class OpenSsl {
    private static final Pattern VERSION = Pattern.compile("OpenSSL ([0-9]+)\\.");

    private OpenSsl() {}

    /** Skips the test where the program is not there. */
    static void assume() {
        boolean there;
        try {
            there = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Assumptions.assumeTrue(there, "openssl is not installed");
    }

    /** Skips the test where the program is not there, or older than this version. */
    static void assume(int version) {
        assume();
        String said;
        try {
            Process process = new ProcessBuilder("openssl", "version").start();
            said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher number = VERSION.matcher(said);
        Assumptions.assumeTrue(
                number.lookingAt() && Integer.parseInt(number.group(1)) >= version,
                () -> "not OpenSSL " + version + " or later: " + said);
    }

    /** Runs a command in a folder; it must succeed. */
    static void run(Path folder, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-ec", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
        assertThat(process.exitValue()).as(command + "\n" + said).isZero();
    }
}
