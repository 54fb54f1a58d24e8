package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.List;

/** {@code error_page}, {@code proxy_intercept_errors} and {@code internal}. */
final class ErrorPagesKey implements Translation {
    @Override
    public void host(Scope server, Ledger ledger, Hocon out) {
        List<Directive> pages = ledger.effective(server, "error_page");
        if (!pages.isEmpty()) {
            write(pages, ledger, out);
        }
    }

    @Override
    public void route(Scope location, Ledger ledger, Hocon out) {
        RouteLevel.ofItsOwn(location, "error_page", ledger).ifPresent(pages -> write(pages, ledger, out));
        if (ledger.value(location, "proxy_intercept_errors")
                .filter("on"::equals)
                .isPresent()) {
            out.set("intercept-errors", "on");
        }
        ledger.value(location, "recursive_error_pages")
                .filter("on"::equals)
                .ifPresent(on -> ledger.effective(location, "recursive_error_pages")
                        .forEach(directive ->
                                ledger.leave(directive, "an error in an error page has Sluice's own page")));
        if (!ledger.effective(location, "internal").isEmpty()) {
            out.set("internal", "on");
        }
    }

    private static void write(List<Directive> pages, Ledger ledger, Hocon out) {
        out.openList("error-pages = [");
        pages.forEach(page -> page(page, ledger, out));
        out.close("]");
    }

    private static void page(Directive directive, Ledger ledger, Hocon out) {
        List<String> words = directive.texts();
        String to = words.get(words.size() - 1);
        List<String> statuses = new ArrayList<>();
        String status = "";
        for (String word : words.subList(0, words.size() - 1)) {
            if (word.equals("=")) {
                status = ", status = as-answered";
            } else if (word.startsWith("=")) {
                status = ", status = " + word.substring(1);
            } else if (word.equals("494")) {
                statuses.add("431");
            } else if (word.equals("499")) {
                ledger.leave(directive, "only its 499: who is gone gets no page");
            } else {
                statuses.add(word);
            }
        }
        out.line("{ on = [" + String.join(", ", statuses) + "], to = " + Hocon.value(to) + status + " }");
    }
}
