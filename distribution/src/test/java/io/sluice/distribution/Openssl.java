package io.sluice.distribution;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The program openssl, without which the tests that need it are skipped. */
final class Openssl {
    private static final String PROGRAM = "/usr/bin/openssl";

    private Openssl() {}

    static void assumeInstalled() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(PROGRAM)), "openssl is not installed");
    }

    /** Runs {@code openssl} with these words, and returns all that it wrote; it must end well. */
    static String run(Path folder, String... words) {
        Command.Result result = Command.run(folder, Map.of(), Command.words(Path.of(PROGRAM), words));
        if (result.code() != 0) {
            throw new AssertionError(List.of(words) + ": " + result);
        }
        return result.stdout() + result.stderr();
    }

    /**
     * A request by {@code openssl s_client}, which stays until the server closes, and thus sees what comes after the
     * handshake, as TLS 1.3's tickets do.
     *
     * @param options further words for s_client; none may have spaces
     * @return what s_client tells, and the answer
     */
    static String get(InetSocketAddress server, String name, String path, String... options) {
        assumeInstalled();
        String request = "GET " + path + " HTTP/1.1\\r\\nHost: " + name + "\\r\\nConnection: close\\r\\n\\r\\n";
        Command.Result result = Command.run(
                "sh",
                "-c",
                "printf '%s' | %s s_client -ign_eof -connect 127.0.0.1:%d -servername %s %s"
                        .formatted(request, PROGRAM, server.getPort(), name, String.join(" ", options)));
        return result.stdout() + result.stderr();
    }
}
