package io.sluice.testkit;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real nginx in the foreground, to compare with. It runs as the tests' own user, in one process. */
public final class Nginx implements Closeable {
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final Path folder;
    private final int port;

    private Nginx(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Skips the test where no nginx is installed. */
    public static void assumeInstalled() {
        Assumptions.assumeTrue(program().isPresent(), "nginx is not installed: not compared with it");
    }

    /**
     * Starts nginx and waits until it listens.
     *
     * @param folder an empty folder for its configuration and logs
     * @param http what stands in the {@code http} block, for the port on 127.0.0.1 that it is to listen on
     */
    public static Nginx start(Path folder, IntFunction<String> http) throws IOException {
        String program = program().orElseThrow(() -> new IOException("nginx is not installed"));
        for (int attempt = 1; ; attempt++) {
            int port = FreePort.next();
            Files.writeString(folder.resolve("nginx.conf"), configuration(folder, http.apply(port)));
            Process process = new ProcessBuilder(
                            program,
                            "-p",
                            folder.toString(),
                            "-c",
                            folder.resolve("nginx.conf").toString(),
                            "-e",
                            "stderr")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("error.log").toFile())
                    .start();
            Nginx nginx = new Nginx(process, folder, port);
            if (nginx.comesUp()) {
                return nginx;
            }
            nginx.close();
            if (attempt == ATTEMPTS) {
                throw new IOException("nginx did not start: " + Files.readString(folder.resolve("error.log")));
            }
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** A file in its folder, such as a log. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean comesUp() {
        return Eventually.value("nginx listens", () -> !process.isAlive() || answers(), done -> done)
                && process.isAlive();
    }

    private boolean answers() {
        try (Socket probe = new Socket()) {
            probe.connect(address(), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String configuration(Path folder, String http) {
        StringBuilder out = new StringBuilder("""
                daemon off;
                master_process off;
                pid nginx.pid;
                events { worker_connections 512; }
                http {
                  access_log off;
                """);
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            out.append("  ")
                    .append(kind)
                    .append("_temp_path ")
                    .append(folder)
                    .append("/")
                    .append(kind)
                    .append(";\n");
        }
        return out.append(http).append("\n}\n").toString();
    }

    private static Optional<String> program() {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
