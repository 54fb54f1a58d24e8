package io.sluice.server.tls;

import io.sluice.server.config.CertificateConfig;
import io.sluice.server.crypto.HandshakeCrypto;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Loads certificates with their keys, and refuses those that no client would take. What nginx serves but some clients
 * reject is a warning. Thread-safe; reads files, so not for workers.
 */
public final class IdentityLoader {
    private final Clock clock;
    private final Consumer<String> warnings;

    /**
     * A loader.
     *
     * @param clock tells which certificates are valid now
     * @param warnings takes each warning, {@code place: path: …}
     */
    public IdentityLoader(Clock clock, Consumer<String> warnings) {
        this.clock = clock;
        this.warnings = warnings;
    }

    /**
     * Reads the files and checks that they belong together.
     *
     * @throws TlsFileException when a file is missing, cannot be read, lacks what it is named for or is encrypted with an
     *     unknown password; when the key is not the certificate's; when the certificate has ended or not begun
     */
    public Identity load(CertificateConfig config) throws TlsFileException {
        Passwords passwords = Passwords.read(config.place(), config.passwordFile());
        Material material = Material.read(config, passwords);
        Identity identity = new Identity(config, material.chain(), HandshakeCrypto.prepare(material.key()));
        new IdentityCheck(identity, clock, warnings).run();
        return identity;
    }
}
