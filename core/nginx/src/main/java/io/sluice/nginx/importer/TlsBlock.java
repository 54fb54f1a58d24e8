package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a server speaks TLS, as the block "tls" of a listener or a host. */
final class TlsBlock {
    /** What nginx's documentation says: a megabyte holds about 4000 sessions. */
    private static final long SESSIONS_OF_A_MEGABYTE = 4000;

    private static final long MEGABYTE = 1L << 20;

    /** What OpenSSL keeps where {@code builtin} has no number. */
    private static final long SESSIONS_OF_OPENSSL = 20_480;

    private final Scope server;
    private final Environment environment;
    private final Ledger ledger;

    TlsBlock(Scope server, Environment environment, Ledger ledger) {
        this.server = server;
        this.environment = environment;
        this.ledger = ledger;
    }

    void write(Hocon out) {
        out.open("tls");
        certificates(out);
        list("ssl_protocols", "protocols", out);
        value("ssl_ciphers").ifPresent(ciphers -> out.set("ciphers", Hocon.value(ciphers)));
        value("ssl_prefer_server_ciphers").ifPresent(flag -> out.set("prefer-server-ciphers", flag));
        value("ssl_ecdh_curve")
                .ifPresent(curves -> out.set("curves", Hocon.list(Arrays.asList(curves.split(":", -1)))));
        value("ssl_session_timeout").ifPresent(time -> out.set("session-timeout", Units.seconds(time)));
        sessionCache(out);
        value("ssl_session_tickets").ifPresent(flag -> out.set("session-tickets", flag));
        file("ssl_dhparam", "dh-parameters", out);
        value("ssl_stapling").ifPresent(flag -> out.set("stapling", flag));
        value("ssl_verify_client").ifPresent(word -> out.set("client-auth", word.replace('_', '-')));
        file("ssl_client_certificate", "client-ca", out);
        value("ssl_verify_depth").ifPresent(depth -> out.set("verify-depth", depth));
        file("ssl_crl", "crl", out);
        out.close("}");
    }

    private void certificates(Hocon out) {
        List<Directive> certificates = ledger.effective(server, "ssl_certificate");
        List<Directive> keys = ledger.effective(server, "ssl_certificate_key");
        if (certificates.size() == 1 && keys.size() == 1) {
            file("ssl_certificate", "certificate", out);
            file("ssl_certificate_key", "key", out);
            file("ssl_password_file", "password-file", out);
            return;
        }
        String passwords = value("ssl_password_file")
                .map(name -> ", password-file = " + path(name))
                .orElse("");
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < Math.min(certificates.size(), keys.size()); i++) {
            pairs.add("{ certificate = " + path(certificates.get(i).text(0)) + ", key = "
                    + path(keys.get(i).text(0)) + passwords + " }");
        }
        if (!pairs.isEmpty()) {
            out.set("certificates", "[" + String.join(", ", pairs) + "]");
        }
    }

    private void sessionCache(Hocon out) {
        for (Directive directive : ledger.effective(server, "ssl_session_cache")) {
            long sessions = directive.texts().stream()
                    .mapToLong(TlsBlock::sessions)
                    .max()
                    .orElse(0);
            out.set("session-cache", Long.toString(sessions));
        }
    }

    /** None for {@code off} and {@code none}; of a cache within and a shared one the larger counts. */
    private static long sessions(String word) {
        String size = word.substring(word.lastIndexOf(':') + 1);
        if (word.startsWith("shared:")) {
            return Units.size(size) * SESSIONS_OF_A_MEGABYTE / MEGABYTE;
        }
        if (word.startsWith("builtin")) {
            return size.equals(word) ? SESSIONS_OF_OPENSSL : Long.parseLong(size);
        }
        return 0;
    }

    private void file(String directive, String key, Hocon out) {
        value(directive).ifPresent(name -> out.set(key, path(name)));
    }

    private String path(String name) {
        return Hocon.value(environment.besideTheFile(name));
    }

    private void list(String directive, String key, Hocon out) {
        List<Directive> lines = ledger.effective(server, directive);
        if (!lines.isEmpty()) {
            out.set(
                    key,
                    Hocon.list(lines.stream()
                            .flatMap(line -> line.texts().stream())
                            .toList()));
        }
    }

    private Optional<String> value(String directive) {
        return ledger.value(server, directive);
    }
}
