package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.LocationMatch;
import io.sluice.nginx.value.UpstreamAddress;
import java.util.List;
import java.util.Optional;

/** The locations of a server, as routes. */
final class Routes {
    private final Upstreams upstreams;
    private final Translations translations;
    private final Environment environment;
    private final Ledger ledger;
    private final Hocon out;

    Routes(Upstreams upstreams, Translations translations, Environment environment, Ledger ledger, Hocon out) {
        this.upstreams = upstreams;
        this.translations = translations;
        this.environment = environment;
        this.ledger = ledger;
        this.out = out;
    }

    /** Writes the locations of a server, and what nginx does with requests that none of them matches. */
    void write(Scope server) {
        out.openList("routes = [");
        List<Scope> locations = server.children(Context.LOCATION);
        locations.forEach(this::location);
        boolean catches = locations.stream()
                .map(RouteLevel::match)
                .anyMatch(match -> match.pattern().equals("/")
                        && (match.kind() == LocationMatch.Kind.PREFIX
                                || match.kind() == LocationMatch.Kind.PREFIX_FIRST));
        if (!catches && server.own("return").isEmpty()) {
            out.openList("{ # what no location matches");
            out.set("path", Hocon.quote("/"));
            fallback(server);
            out.close("}");
        }
        out.close("]");
    }

    private void fallback(Scope server) {
        if (server.own("stub_status").isEmpty()) {
            new FilesKey(server, environment, ledger).write(out);
        } else {
            server.own("stub_status").forEach(ledger::take);
            out.set("status", "stub");
        }
        new HeaderRules(server, ledger).write(Optional.empty(), out);
    }

    private void location(Scope location) {
        Directive opening = location.opening().orElseThrow();
        LocationMatch match = RouteLevel.match(location);
        Optional<String> problem = match.isRegex() ? Expressions.problem(match.pattern()) : Optional.empty();
        if (problem.isPresent()) {
            ledger.leave(opening, problem.get());
            return;
        }
        ledger.take(opening);
        out.comments(opening.comments());
        out.openList("{ # " + out.place(opening)
                + opening.remark().map(remark -> ":" + remark.text()).orElse(""));
        out.mark(opening);
        out.commentsAt(location.directives());
        out.set("path", Hocon.value(path(match)));
        new StepsKey(location, environment, ledger, out, this::keys).write();
        keys(location);
        List<Scope> nested = location.children(Context.LOCATION);
        if (!nested.isEmpty()) {
            out.openList("routes = [");
            nested.forEach(this::location);
            out.close("]");
        }
        out.comments(opening.block().orElseThrow().closing());
        out.close("}");
    }

    private static String path(LocationMatch match) {
        return switch (match.kind()) {
            case EXACT -> "= " + match.pattern();
            case PREFIX_FIRST -> "^~ " + match.pattern();
            case REGEX -> "~ " + Expressions.of(match.pattern());
            case REGEX_IGNORE_CASE -> "~* " + Expressions.of(match.pattern());
            default -> match.pattern();
        };
    }

    /** The keys of a location, or of an {@code if} in one: who answers, and how. */
    private void keys(Scope scope) {
        Optional<Directive> pass =
                ledger.effective(scope, "proxy_pass").stream().findFirst();
        Optional<String> answer = answering(scope).own("return").stream()
                .findFirst()
                .flatMap(found -> new Returns(environment, ledger).value(found, scope));
        boolean status = !scope.own("stub_status").isEmpty();
        if (answer.isPresent()) {
            out.set("return", answer.get());
            pass.ifPresent(never -> ledger.warn(never, "it is never reached: the location returns"));
        } else if (pass.isPresent()) {
            proxy(scope, pass.get());
        } else if (status) {
            scope.own("stub_status").forEach(ledger::take);
            out.set("status", "stub");
        } else {
            new FilesKey(scope, environment, ledger).write(out);
        }
        new HeaderRules(scope, ledger)
                .write(pass.filter(reached -> !ledger.isLeft(reached)).map(Routes::host), out);
        new ClientSettings(ledger).route(scope, out);
        translations.all().forEach(translation -> translation.route(scope, ledger, out));
    }

    /** Within an {@code if} without an answer the location's comes next. */
    private static Scope answering(Scope scope) {
        return scope.context() == Context.LOCATION_IF && scope.own("return").isEmpty()
                ? RouteLevel.location(scope)
                : scope;
    }

    private void proxy(Scope scope, Directive pass) {
        String url = pass.text(0);
        ledger.take(pass);
        if (UpstreamAddress.isSocket(authority(pass)) && !UpstreamAddress.isAbsolute(authority(pass))) {
            ledger.leave(pass, "the path of a socket must be absolute");
            out.set("return", "501"); // so that the rest can be used
            return;
        } else if (url.contains("?") && !url.contains("$")) {
            ledger.leave(pass, "Sluice replaces paths, and keeps the client's query: leave that of proxy_pass out");
            out.set("return", "501");
            return;
        } else if (url.contains("$")) {
            variable(scope, url);
        } else {
            String scheme = url.substring(0, url.indexOf("://"));
            String tls = scheme.equalsIgnoreCase("https") ? new UpstreamTls(scope, environment, ledger).block() : "";
            String authority = authority(pass);
            boolean probed = ledger.value(scope, "proxy_socket_keepalive")
                    .filter("on"::equals)
                    .isPresent();
            out.set("upstream", Hocon.value(upstreams.use(authority, tls, probed, pass)));
            int uri = scheme.length()
                    + "://".length()
                    + authority.length()
                    + (UpstreamAddress.isSocket(authority) ? 1 : 0);
            if (uri < url.length()) {
                out.set("replace-prefix", Hocon.value(url.substring(uri)));
            }
        }
        time(scope, "proxy_connect_timeout", "connect");
        time(scope, "proxy_read_timeout", "read");
        time(scope, "proxy_send_timeout", "send");
        ledger.effective(scope, "proxy_http_version");
        LocationsKey.write(scope, pass, ledger, out);
        NextUpstreamKey.write(scope, ledger, out);
    }

    private void variable(Scope scope, String url) {
        if (url.regionMatches(true, 0, "http://", 0, "http://".length())) {
            out.set("pass", Hocon.quote(url));
        } else {
            out.set(
                    "pass",
                    "{ to = " + Hocon.quote(url) + ", tls " + new UpstreamTls(scope, environment, ledger).block()
                            + " }");
        }
    }

    /** What stands between the scheme and the URI; with variables, what nginx sends as Host. */
    private static String authority(Directive pass) {
        String url = pass.text(0);
        if (url.contains("$")) {
            return "$proxy_host";
        }
        int start = url.indexOf("://") + "://".length();
        int end = url.startsWith("unix:", start) ? url.indexOf(':', start + "unix:".length()) : url.indexOf('/', start);
        return url.substring(start, end < 0 ? url.length() : end);
    }

    /** What nginx sends as Host where nothing is said. */
    private static String host(Directive pass) {
        String authority = authority(pass);
        return UpstreamAddress.isSocket(authority) ? "localhost" : authority;
    }

    private void time(Scope scope, String directive, String key) {
        ledger.value(scope, directive).ifPresent(word -> out.set("timeouts." + key, Units.milliseconds(word)));
    }
}
