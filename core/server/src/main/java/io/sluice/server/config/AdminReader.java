package io.sluice.server.config;

import io.sluice.server.config.ServerTlsConfig.ClientAuth;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code admin { … }}. */
final class AdminReader {
    private static final String LISTENER = "admin";
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    private final Path home;
    private final ServerTlsReader tls;

    AdminReader(Path home, ServerTlsReader tls) {
        this.home = home;
        this.tls = tls;
    }

    Optional<AdminConfig> read(Block block) {
        InetSocketAddress bind = block.has("bind") ? ListenerReader.bind(block) : null;
        Optional<ListenerTlsConfig> spoken = tls.listener(LISTENER, block);
        if (spoken.filter(one -> one.parameters().certificates().isEmpty()).isPresent()) {
            tls.wantsCertificate(LISTENER, block, "admin.pem", "admin.key");
        }
        List<AdminToken> tokens = new AdminTokenReader(home).read(block);
        boolean certificate = spoken.filter(one -> one.parameters().clientAuth() == ClientAuth.ON)
                .isPresent();
        if (bind != null && !bind.getAddress().isLoopbackAddress() && tokens.isEmpty() && !certificate) {
            block.refuse(
                    "bind",
                    "a loopback address such as 127.0.0.1:9180: whoever reaches it may command the server; else tokens, or"
                            + " tls with client-auth = on");
        }
        AdminConfig admin = new AdminConfig(
                bind,
                spoken,
                tokens,
                block.bool("token-for-reads"),
                names(block),
                block.extensions("status", "type"),
                block.place("bind"));
        return block.has("bind") ? Optional.of(admin) : Optional.empty();
    }

    private static List<String> names(Block block) {
        List<String> names = block.strings("names").stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        for (int i = 0; i < names.size(); i++) {
            if (!NAME.matcher(names.get(i)).matches()) {
                block.refuse("names", i, "the name of a host without a port, such as admin.example.com");
            }
        }
        return names;
    }
}
