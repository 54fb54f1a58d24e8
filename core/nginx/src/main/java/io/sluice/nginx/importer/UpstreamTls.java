package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a location speaks TLS with its back ends, as the block "tls" of an upstream, on one line. */
final class UpstreamTls {
    private final Scope location;
    private final Environment environment;
    private final Ledger ledger;
    private final List<String> keys = new ArrayList<>();

    UpstreamTls(Scope location, Environment environment, Ledger ledger) {
        this.location = location;
        this.environment = environment;
        this.ledger = ledger;
    }

    /** The block; nginx neither verifies nor sends a name unless told to, Sluice does both. */
    String block() {
        keys.add("verify = " + value("proxy_ssl_verify").orElse("off"));
        keys.add("send-server-name = " + value("proxy_ssl_server_name").orElse("off"));
        for (Directive directive : ledger.effective(location, "proxy_ssl_name")) {
            if (directive.text(0).contains("$")) {
                ledger.leave(directive, "Sluice asks back ends for one name, without variables");
            } else {
                add("server-name", directive.text(0));
            }
        }
        file("proxy_ssl_trusted_certificate", "trusted-certificates");
        value("proxy_ssl_verify_depth").ifPresent(depth -> keys.add("verify-depth = " + depth));
        file("proxy_ssl_crl", "crl");
        file("proxy_ssl_certificate", "certificate");
        file("proxy_ssl_certificate_key", "key");
        file("proxy_ssl_password_file", "password-file");
        List<Directive> protocols = ledger.effective(location, "proxy_ssl_protocols");
        if (!protocols.isEmpty()) {
            keys.add("protocols = "
                    + Hocon.list(protocols.stream()
                            .flatMap(line -> line.texts().stream())
                            .toList()));
        }
        value("proxy_ssl_ciphers").ifPresent(ciphers -> add("ciphers", ciphers));
        value("proxy_ssl_session_reuse").ifPresent(flag -> keys.add("session-reuse = " + flag));
        return "{ " + String.join(", ", keys) + " }";
    }

    private Optional<String> value(String directive) {
        return ledger.value(location, directive);
    }

    private void file(String directive, String key) {
        value(directive).ifPresent(name -> add(key, environment.besideTheFile(name)));
    }

    private void add(String key, String text) {
        keys.add(key + " = " + Hocon.value(text));
    }
}
