package io.sluice.server.boot;

import io.sluice.server.demo.DemoBackEnds;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows Sluice at work: three back ends and the proxy in front of them, on loopback, with nothing to set up. */
@Command(name = "demo", description = "Try Sluice: three back ends, the proxy in front, and a page to open.")
final class DemoCommand implements Callable<Integer> {
    private static final int BACK_ENDS = 3;
    private static final int FIRST_PORT = 8080;
    private static final int LAST_PORT = 8099;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port on 127.0.0.1 (default: " + FIRST_PORT + ", or the next that is free; 0: any).")
    private Integer port;

    @Override
    public Integer call() throws Exception {
        if (port != null && (port < 0 || port > 65_535)) {
            throw new ParameterException(spec.commandLine(), "--port: " + port + " (expected: 0 to 65535)");
        }
        Logging.toConsole();
        Path home = Home.find();
        Path folder = Files.createTempDirectory("sluice-demo-");
        Path file = folder.resolve("sluice.conf");
        folder.toFile().deleteOnExit(); // where it does not come to run; the last that is named goes first
        file.toFile().deleteOnExit();
        try (DemoBackEnds backEnds = DemoBackEnds.start(BACK_ENDS)) {
            Files.writeString(file, backEnds.configuration(port == null ? freePort() : port));
            try (Setup setup = Setup.read(file, home);
                    Service service = Service.start(setup)) {
                service.atEnd(() -> {
                    Files.delete(file);
                    Files.delete(folder);
                });
                explain(System.out, service.addresses().get("web").getPort(), file);
                service.awaitEnd();
                return ExitCode.OK;
            }
        }
    }

    private static void explain(PrintStream out, int port, Path file) {
        String place = "127.0.0.1:" + port;
        out.printf("Sluice is in front of %d back ends.%n%n", BACK_ENDS);
        out.printf("  a page to open   http://%s/%n", place);
        out.printf("  a WebSocket      ws://%s/ws%n", place);
        out.printf("  with curl        curl -i http://%s/hello%n", place);
        out.printf("  stub_status      http://%s/stub_status%n", place);
        out.printf("  configuration    %s%n%n", file);
        out.printf("Ctrl-C stops it. The access log:%n");
    }

    private static int freePort() throws IOException {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        for (int candidate = FIRST_PORT; candidate <= LAST_PORT; candidate++) {
            try (ServerSocket probe = new ServerSocket(candidate, 1, address)) {
                if (candidate > FIRST_PORT) {
                    System.out.printf("Port %d is in use; %d is taken instead.%n", FIRST_PORT, candidate);
                }
                return probe.getLocalPort();
            } catch (BindException e) {
                // In use: the next one.
            }
        }
        throw new IOException(
                "ports " + FIRST_PORT + " to " + LAST_PORT + " of 127.0.0.1 are all in use; name another with --port");
    }
}
