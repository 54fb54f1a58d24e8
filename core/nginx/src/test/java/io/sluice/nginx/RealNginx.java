package io.sluice.nginx;

import io.sluice.testkit.Nginx;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What an installed nginx says about a file. */
public final class RealNginx {
    private static final String EMERGENCY = "[emerg] ";

    private RealNginx() {}

    /** Skips the test where no nginx is installed. */
    public static void assumeInstalled() {
        Nginx.assumeInstalled();
    }

    private static String program() throws IOException {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new IOException("nginx is not installed"));
    }

    /** The first line with which {@code nginx -t} refuses a file, without time and process; empty where it accepts it. */
    public static Optional<String> firstRefusal(Path file) throws IOException, InterruptedException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder.resolve("logs"));
        Process process = new ProcessBuilder(
                        List.of(program(), "-t", "-p", folder + "/", "-c", file.toString(), "-e", "stderr"))
                .redirectErrorStream(true)
                .start();
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("nginx -t does not end");
        }
        return said.lines()
                .filter(line -> line.contains(EMERGENCY) && !line.contains(", ignored in "))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .findFirst();
    }
}
