package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fields of back ends that nginx hides without being told, and {@code proxy_pass_header}, which shows them. */
final class HiddenFieldsKey implements Translation {
    /** ngx_http_proxy_hide_headers. */
    private static final List<String> HIDDEN = List.of(
            "Date",
            "Server",
            "X-Pad",
            "X-Accel-Expires",
            "X-Accel-Redirect",
            "X-Accel-Limit-Rate",
            "X-Accel-Buffering",
            "X-Accel-Charset");

    @Override
    public void root(Scope main, Ledger ledger, Hocon out) {
        boolean passes = main.children(Context.HTTP).stream().anyMatch(HiddenFieldsKey::passes);
        if (passes) {
            out.line("defaults.route.hidden-fields = " + Hocon.list(HIDDEN) + " # as nginx does without being told");
        }
    }

    private static boolean passes(Scope scope) {
        return !scope.own("proxy_pass").isEmpty() || scope.children().stream().anyMatch(HiddenFieldsKey::passes);
    }

    @Override
    public void route(Scope location, Ledger ledger, Hocon out) {
        List<String> shown = names(location, "proxy_pass_header", ledger);
        List<String> left = HIDDEN.stream()
                .filter(name -> !shown.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
        if (!ledger.effective(location, "proxy_pass").isEmpty() && left.size() < HIDDEN.size()) {
            out.set("hidden-fields", Hocon.list(left));
        }
    }

    /** The fields that a level hides beyond those; one that it also shows is shown. */
    static List<String> more(Scope location, Ledger ledger) {
        List<String> not = Stream.concat(
                        HIDDEN.stream().map(name -> name.toLowerCase(Locale.ROOT)),
                        names(location, "proxy_pass_header", ledger).stream())
                .toList();
        return ledger.effective(location, "proxy_hide_header").stream()
                .map(directive -> directive.text(0))
                .filter(name -> !not.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static List<String> names(Scope location, String directive, Ledger ledger) {
        return ledger.effective(location, directive).stream()
                .map(line -> line.text(0).toLowerCase(Locale.ROOT))
                .collect(Collectors.toList());
    }
}
