package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.LocationMatch;
import io.sluice.nginx.value.ValueException;
import java.util.Optional;

/** The locations of a server, as routes. */
final class Routes {
    private final Upstreams upstreams;
    private final String folder;
    private final Ledger ledger;
    private final Hocon out;

    Routes(Upstreams upstreams, String folder, Ledger ledger, Hocon out) {
        this.folder = folder;
        this.upstreams = upstreams;
        this.ledger = ledger;
        this.out = out;
    }

    /** Writes a location and those in it; one that cannot be brought over becomes a comment. */
    void write(Scope location) {
        Directive opening = location.opening().orElseThrow();
        Optional<String> obstacle = obstacle(location);
        out.comments(opening.comments());
        if (obstacle.isPresent()) {
            ledger.leave(opening, obstacle.get());
            out.comment(out.place(opening) + ": " + opening.toString().replace(" {", "") + " is left out: "
                    + obstacle.get());
            return;
        }
        ledger.take(opening);
        out.openList("{ # " + out.place(opening)
                + opening.remark().map(remark -> ":" + remark.text()).orElse(""));
        out.commentsAt(location.directives());
        out.set("path", Hocon.value(path(match(opening))));
        Optional<Directive> pass = location.own("proxy_pass").stream().findFirst();
        if (pass.isPresent()) {
            proxy(location, pass.get());
        }
        Translations.ALL.forEach(translation -> translation.route(location, ledger, out));
        out.comments(opening.block().orElseThrow().closing());
        out.close("}");
        location.children(Context.LOCATION).forEach(this::write);
    }

    private static LocationMatch match(Directive opening) {
        try {
            return LocationMatch.of(opening.texts());
        } catch (ValueException e) {
            throw new IllegalArgumentException(opening.toString(), e);
        }
    }

    private static String path(LocationMatch match) {
        return switch (match.kind()) {
            case EXACT -> "= " + match.pattern();
            case PREFIX_FIRST -> "^~ " + match.pattern();
            case REGEX -> "~ " + match.pattern();
            case REGEX_IGNORE_CASE -> "~* " + match.pattern();
            default -> match.pattern();
        };
    }

    private Optional<String> obstacle(Scope location) {
        LocationMatch match = match(location.opening().orElseThrow());
        if (match.kind() == LocationMatch.Kind.NAMED) {
            return Optional.of("Sluice has no named locations yet");
        }
        if (match.isRegex() && location.parent().orElseThrow().context() == Context.LOCATION) {
            return Optional.of("a regular expression within another location; write it as a route of its own");
        }
        Optional<Directive> pass = location.own("proxy_pass").stream().findFirst();
        if (pass.isEmpty()) {
            return Translations.ALL.stream().anyMatch(translation -> translation.answers(location))
                    ? Optional.empty()
                    : Optional.of("it neither passes requests on nor shows the status");
        }
        String target = pass.get().text(0);
        if (target.contains("$")) {
            return Optional.of("Sluice has no proxy_pass with variables yet");
        }
        if (target.contains("://unix:")) {
            return Optional.of("Sluice connects to addresses and ports, not to sockets in the file system");
        }
        return Optional.empty();
    }

    private void proxy(Scope location, Directive pass) {
        ledger.take(pass);
        String scheme = pass.text(0).substring(0, pass.text(0).indexOf("://"));
        String target = pass.text(0).substring(scheme.length() + "://".length());
        String tls = scheme.equalsIgnoreCase("https") ? new UpstreamTls(location, folder, ledger).block() : "";
        int slash = target.indexOf('/');
        String authority = slash < 0 ? target : target.substring(0, slash);
        out.set("upstream", upstreams.use(authority, tls, pass));
        if (slash >= 0) {
            out.set("replace-prefix", Hocon.value(target.substring(slash)));
        }
        time(location, "proxy_connect_timeout", "connect");
        time(location, "proxy_read_timeout", "read");
        time(location, "proxy_send_timeout", "send");
        ledger.value(location, "client_max_body_size").ifPresent(size -> out.set("max-body", Units.bytes(size)));
        ledger.effective(location, "proxy_http_version");
        new HeaderRules(location, ledger).write(authority, out);
    }

    private void time(Scope location, String directive, String key) {
        ledger.value(location, directive).ifPresent(word -> out.set("timeouts." + key, Units.milliseconds(word)));
    }
}
