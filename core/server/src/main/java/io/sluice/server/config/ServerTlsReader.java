package io.sluice.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code tls { … }} of listeners and of hosts. What a host does not say is as its listener says, and what neither
 * says as {@code sluice.defaults.tls} does.
 */
final class ServerTlsReader {
    private static final String CERTIFICATE = "certificate";
    private static final String CERTIFICATES = "certificates";
    private static final int LARGEST_CACHE = 10_000_000;
    private static final List<String> CLIENT_AUTH = Arrays.stream(ServerTlsConfig.ClientAuth.values())
            .map(mode -> mode.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();

    private final Block defaults;
    private final Path home;

    /** The blocks in force on the listeners that speak TLS, with their certificates, by listener. */
    private final Map<String, Block> blocks = new HashMap<>();

    private final Map<String, List<CertificateConfig>> certificates = new HashMap<>();

    ServerTlsReader(Block defaults, Path home) {
        this.defaults = defaults;
        this.home = home;
    }

    /** Reads what a listener says; listeners come before hosts. */
    Optional<ListenerTlsConfig> listener(String name, Block listener) {
        return TlsSwitch.block(listener, defaults).map(block -> {
            List<CertificateConfig> own = certificates(block);
            blocks.put(name, block);
            certificates.put(name, own);
            return new ListenerTlsConfig(
                    parameters(block, listener.place("tls"), own),
                    block.bool("reject-unknown-names"),
                    block.duration("handshake-timeout", ConfigLoader.SHORTEST, ConfigLoader.LONGEST));
        });
    }

    /** Refuses a listener that speaks TLS and has no certificate, at the place where one would be written. */
    void wantsCertificate(String name, Block listener, String certificate, String key) {
        String pair = CERTIFICATE + " = \"" + certificate + "\", key = \"" + key + "\"";
        if (listener.word("tls").isPresent()) {
            listener.refuse("tls", "a block with a certificate: tls { " + pair + " }");
        } else {
            blocks.get(name).refuse(CERTIFICATE, "a file, as in: " + pair);
        }
    }

    /** Reads what a host says, by the listeners on which that counts. */
    Map<String, ServerTlsConfig> host(Block host, List<String> listeners) {
        Map<String, ServerTlsConfig> found = new HashMap<>();
        if (!host.has("tls")) {
            return found;
        }
        if (host.word("tls").isPresent()) {
            host.refuse("tls", "a block { … }; TLS is switched on or off by the listener");
            return found;
        }
        Block own = host.block("tls");
        if (listeners.stream().noneMatch(blocks::containsKey)) {
            host.refuse("tls", "a listener of this host that has tls");
            own.skip();
        }
        for (String listener : listeners) {
            Block outer = blocks.get(listener);
            if (outer != null) {
                List<CertificateConfig> shown = certificates(own);
                found.put(
                        listener,
                        parameters(
                                own.orElse(outer),
                                host.place("tls"),
                                shown.isEmpty() ? certificates.get(listener) : shown));
            }
        }
        return found;
    }

    /** Refuses listeners on which some client could be shown no certificate. */
    void checkShown(List<HostConfig> hosts) {
        certificates.forEach((listener, shown) -> {
            List<String> without = hosts.stream()
                    .filter(host -> host.listeners().contains(listener))
                    .filter(host -> !host.tls().containsKey(listener)
                            || host.tls().get(listener).certificates().isEmpty())
                    .map(HostConfig::name)
                    .toList();
            if (shown.isEmpty() && !without.isEmpty()) {
                blocks.get(listener)
                        .refuse(
                                CERTIFICATE,
                                "a file here, or one of each host of listener " + listener + "; "
                                        + String.join(", ", without) + " has none");
            }
        });
    }

    private ServerTlsConfig parameters(Block block, String place, List<CertificateConfig> shown) {
        ServerTlsConfig.ClientAuth clientAuth =
                ServerTlsConfig.ClientAuth.valueOf(block.choice("client-auth", CLIENT_AUTH)
                        .toUpperCase(Locale.ROOT)
                        .replace('-', '_'));
        Optional<Path> clientCa = file(block, "client-ca");
        boolean verifies =
                clientAuth == ServerTlsConfig.ClientAuth.ON || clientAuth == ServerTlsConfig.ClientAuth.OPTIONAL;
        if (verifies && clientCa.isEmpty()) {
            block.refuse("client-ca", "a file with the authorities of clients, as client-auth is on or optional");
        }
        return new ServerTlsConfig(
                place,
                shown,
                block.strings("protocols"),
                block.text("ciphers").orElse(""),
                block.bool("prefer-server-ciphers"),
                block.strings("curves"),
                block.duration("session-timeout", Duration.ofSeconds(1), ConfigLoader.LONGEST),
                block.integer("session-cache", 0, LARGEST_CACHE),
                block.bool("session-tickets"),
                file(block, "dh-parameters"),
                block.strings("alpn"),
                block.bool("stapling"),
                clientAuth,
                clientCa,
                block.integer("verify-depth", 0, 100),
                file(block, "crl"));
    }

    /** One by its keys beside the others, or a list of blocks. */
    private List<CertificateConfig> certificates(Block block) {
        if (block.has(CERTIFICATES)) {
            if (block.has(CERTIFICATE)) {
                block.refuse(CERTIFICATE, "either this key or the list certificates");
            }
            return block.blocks(CERTIFICATES, CERTIFICATE).stream()
                    .flatMap(each -> certificate(each, home).stream())
                    .toList();
        }
        if (!block.has(CERTIFICATE) && (block.has("key") || block.has("password-file"))) {
            block.refuse(CERTIFICATE, "the file of the certificate to which the key belongs");
        }
        return certificate(block, home).stream().toList();
    }

    /** The certificate of {@code certificate}, {@code key} and {@code password-file}; empty where none is named. */
    static Optional<CertificateConfig> certificate(Block block, Path home) {
        Optional<Path> key = file(block, "key", home);
        Optional<Path> password = file(block, "password-file", home);
        return file(block, CERTIFICATE, home)
                .map(file -> new CertificateConfig(file, key.orElse(file), password, block.place(CERTIFICATE)));
    }

    static Optional<Path> file(Block block, String key, Path home) {
        return block.text(key).map(home::resolve);
    }

    private Optional<Path> file(Block block, String key) {
        return file(block, key, home);
    }
}
