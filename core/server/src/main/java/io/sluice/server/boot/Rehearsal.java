package io.sluice.server.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.server.config.ConfigLoader;
import io.sluice.server.demo.DemoBackEnds;
import io.sluice.server.tls.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A server that serves itself over loopback for a moment: plain requests, WebSockets, status pages, TLS if wanted. */
final class Rehearsal {
    private static final int BACK_ENDS = 2;

    /** Enough for the JVM to see which methods matter: from Java 25 on it keeps that in the archive. Before, once would do. */
    private static final int ROUNDS = Runtime.version().feature() >= 25 ? 4_000 : 20;

    private Rehearsal() {}

    /**
     * Serves, and ends in order.
     *
     * @param home the folder with the plugins
     * @param folder where its files are kept; they stay
     * @param tls whether TLS, too. What it is made of slows the starts of those who have none: Bouncy Castle's jar is signed, and
     *     the JVM verifies that before all else, when classes in the archive refer to it
     * @throws Exception when it cannot serve, or answers something else than it should
     */
    static void run(Path home, Path folder, boolean tls) throws Exception {
        SelfSigned certificate = tls ? SelfSigned.make() : null;
        try (DemoBackEnds backEnds = DemoBackEnds.start(BACK_ENDS)) {
            Path file = Files.writeString(
                    folder.resolve("sluice.conf"),
                    text().replace("{secure}", tls ? secure(certificate, folder) : "")
                            .replace("{log}", quoted(folder.resolve("access.log")))
                            .replace(
                                    "{servers}",
                                    backEnds.addresses().stream()
                                            .map(Service::text)
                                            .map(ConfigLoader::quoted)
                                            .collect(Collectors.joining(", "))));
            try (Setup setup = Setup.readAndLog(file, home);
                    Service service = Service.start(setup)) {
                service.printAddresses(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
                PidFile pidFile = new PidFile(folder.resolve("pid"));
                service.atEnd(pidFile::delete);
                pidFile.write();
                serve(service.addresses(), certificate);
            }
        }
    }

    private static void serve(Map<String, InetSocketAddress> addresses, SelfSigned certificate) throws Exception {
        RehearsalClient plain = new RehearsalClient(addresses.get("web"), null);
        RehearsalClient admin = new RehearsalClient(addresses.get("admin"), null);
        plain.get("/ready", 1);
        plain.get("/", ROUNDS);
        plain.echo(ROUNDS);
        if (certificate != null) {
            RehearsalClient secure = new RehearsalClient(addresses.get("secure"), certificate.trusting());
            secure.get("/", ROUNDS / 10);
            secure.echo(ROUNDS / 10);
        }
        admin.get("/", 1);
        admin.get("/stub_status", 1);
        admin.get("/upstreams", 1);
    }

    private static String secure(SelfSigned certificate, Path folder) throws IOException, GeneralSecurityException {
        Path chain = Files.writeString(folder.resolve("certificate.pem"), certificate.chain());
        Path key = Files.writeString(folder.resolve("key.pem"), certificate.key());
        return "secure { bind = \"127.0.0.1:0\", tls { certificate = " + quoted(chain) + ", key = " + quoted(key)
                + " } }";
    }

    private static String quoted(Path path) {
        return ConfigLoader.quoted(path.toString());
    }

    private static String text() throws IOException {
        try (InputStream in = Rehearsal.class.getResourceAsStream("rehearsal.conf")) {
            return new String(Objects.requireNonNull(in, "rehearsal.conf").readAllBytes(), UTF_8);
        }
    }
}
