package io.sluice.server.config;

import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code tls { … }} of upstreams; what one does not say is as {@code sluice.defaults.upstream-tls} says. */
final class ClientTlsReader {
    private final Block defaults;
    private final Path home;

    ClientTlsReader(Block defaults, Path home) {
        this.defaults = defaults;
        this.home = home;
    }

    Optional<ClientTlsConfig> read(Block upstream) {
        return TlsSwitch.block(upstream, defaults).map(block -> read(upstream, block));
    }

    /** What is spoken where an upstream, or whatever else speaks TLS, says nothing of it. */
    ClientTlsConfig defaults(Block owner) {
        return read(owner, defaults);
    }

    private ClientTlsConfig read(Block owner, Block block) {
        Optional<CertificateConfig> certificate = ServerTlsReader.certificate(block, home);
        if (certificate.isEmpty() && block.has("key")) {
            block.refuse("certificate", "the file of the certificate to which the key belongs");
        }
        return new ClientTlsConfig(
                owner.place("tls"),
                block.bool("send-server-name"),
                block.has("server-name") ? Optional.ofNullable(block.template("server-name")) : Optional.empty(),
                block.bool("verify"),
                ServerTlsReader.file(block, "trusted-certificates", home),
                block.integer("verify-depth", 0, 100),
                ServerTlsReader.file(block, "crl", home),
                certificate,
                block.strings("protocols"),
                block.text("ciphers").orElse(""),
                block.bool("session-reuse"));
    }
}
