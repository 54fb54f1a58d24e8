package io.sluice.distribution;

import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A back end in a process of its own, so that it can be killed and stopped: echoes WebSockets, answers others its name. */
final class EndpointProcess implements AutoCloseable {
    private static final String CLOSE = "/close-the-port";

    private final String name;
    private final int port;
    private Process process;

    private EndpointProcess(String name, int port) {
        this.name = name;
        this.port = port;
    }

    /** Runs in the process: the name and the port. */
    public static void main(String[] args) throws Exception {
        AtomicReference<ScriptedBackend> self = new AtomicReference<>();
        self.set(ScriptedBackend.start(
                "127.0.0.1", Integer.parseInt(args[1]), connection -> serve(args[0], self, connection)));
        new CountDownLatch(1).await();
    }

    private static void serve(String name, AtomicReference<ScriptedBackend> self, BackendConnection connection)
            throws IOException {
        HttpMessage request = connection.readRequest();
        while (request != null && request.header("Upgrade") == null) {
            if (request.target().equals(CLOSE)) {
                self.get().stopListening();
            }
            connection.ok(name);
            request = connection.readRequest();
        }
        if (request != null) {
            Scripts.echo(connection.acceptWebSocket(request, new byte[0], "X-Endpoint: " + name));
        }
    }

    /** Starts it on a free port of 127.0.0.1. */
    static EndpointProcess start(String name) throws IOException {
        EndpointProcess endpoint = new EndpointProcess(name, FreePort.next());
        endpoint.start();
        return endpoint;
    }

    /** Starts it again after {@link #kill()}, on the same port. */
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndpointProcess.class.getName(),
                        name,
                        Integer.toString(port))
                .inheritIO()
                .start();
        Eventually.until("endpoint " + name + " listens", this::answers);
    }

    private boolean answers() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String hostPort() {
        return "127.0.0.1:" + port;
    }

    /** Closes its port; its connections live on. */
    void stopListening() throws IOException {
        try (RawClient client = RawClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            client.get(CLOSE);
        }
    }

    /** As kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /** As kill -STOP: the kernel goes on taking connections and bytes for it. */
    void stop() throws Exception {
        signal("STOP");
    }

    /** As kill -CONT. */
    void go() throws Exception {
        signal("CONT");
    }

    private void signal(String signal) throws Exception {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + signal + " ended with " + code);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
