package io.sluice.server.boot;

import io.sluice.server.config.AdminConfig;
import io.sluice.server.config.AdminTokenReader;
import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.config.Problems;
import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How the commands that ask a running server find its admin listener, and what they show there. */
final class AdminOption {
    private static final String TOKEN = "SLUICE_ADMIN_TOKEN";

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description = "Where the admin listener is (default: sluice.admin of the configuration says all).")
    private String admin;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "The file of the token to show (default: $" + TOKEN + ", else one that the configuration names).")
    private Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "With --admin: speak TLS, and trust these certificates in PEM.")
    private Path authorities;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Over TLS, show this certificate in PEM, where the listener asks for one (client-auth).")
    private Path certificate;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Its key, readable for its owner alone (default: in the file of --cert).")
    private Path key;

    /** Whether the command line says where the listener is. */
    boolean named() {
        return admin != null;
    }

    /** The file of the configuration. */
    Path file(Path home) {
        return config.file(home);
    }

    /**
     * What asks the listener.
     *
     * @throws ConfigException when the configuration is bad, or has no such listener
     * @throws IOException when a file cannot be used; the message names it
     */
    AdminClient client() throws ConfigException, IOException {
        if (key != null && certificate == null) {
            throw usage("--key: only with --cert (expected: --cert FILE --key FILE)");
        }
        if (admin != null) {
            if (certificate != null && authorities == null) {
                throw usage("--cert: only over TLS (expected: --ca FILE, by which the listener is trusted)");
            }
            AdminClient client = AdminClient.at(admin)
                    .orElseThrow(() -> usage("--admin: " + admin + " (expected: HOST:PORT such as 127.0.0.1:9180)"));
            client = authorities == null ? client : client.secured(AdminTls.trusting(authorities, shown()));
            return client.withToken(given());
        }
        if (authorities != null) {
            throw usage("--ca: only with --admin (expected: the certificate that the configuration names)");
        }
        Path home = Home.find();
        Path file = config.file(home);
        Optional<AdminConfig> listener =
                ConfigLoader.load(file, home, new Variables()).admin();
        Problems problems = new Problems();
        if (listener.isEmpty()) {
            problems.add(file + ": no admin listener (expected: sluice.admin { bind = \"127.0.0.1:9180\" })");
        } else if (listener.get().bind().getPort() == 0) {
            problems.add(
                    file + ": the admin listener takes any port (expected: --admin HOST:PORT, as \"run\" printed it)");
        }
        problems.check();
        return client(listener.orElseThrow());
    }

    private AdminClient client(AdminConfig listener) throws IOException {
        AdminClient client =
                AdminClient.at(Service.text(reachable(listener.bind()))).orElseThrow();
        if (listener.tls().isPresent()) {
            client = client.secured(AdminTls.pinned(
                    listener.tls().get().parameters().certificates().get(0).certificate(), shown()));
        }
        Optional<String> token = given();
        Optional<Path> named = listener.tokens().stream()
                .sorted(Comparator.comparingInt(one -> -one.rights().size()))
                .flatMap(one -> one.file().stream())
                .findFirst();
        if (token.isEmpty() && named.isPresent()) {
            token = Optional.of(read(named.get()));
        }
        return client.withToken(token);
    }

    /** What is shown to a listener that asks for a certificate. */
    private KeyManager[] shown() throws IOException {
        return certificate == null ? AdminTls.NOTHING : AdminTls.shown(certificate, key == null ? certificate : key);
    }

    /** An address that stands for all of this machine is none that one can ask. */
    private static InetSocketAddress reachable(InetSocketAddress bind) {
        return bind.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bind.getPort())
                : bind;
    }

    private Optional<String> given() throws IOException {
        if (tokenFile != null) {
            return Optional.of(read(tokenFile));
        }
        return Optional.ofNullable(System.getenv(TOKEN)).filter(text -> !text.isEmpty());
    }

    private static String read(Path file) throws IOException {
        try {
            return AdminTokenReader.token(file);
        } catch (IOException e) {
            throw new IOException(file + ": expected: " + e.getMessage(), e);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), spec.name() + ": " + message);
    }
}
