package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code return} as the value of the key of this name. */
final class Returns {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304, 444);

    private Returns() {}

    /** The value; empty where it cannot be brought over, and that is noted. */
    static Optional<String> value(Directive directive, Scope scope, Ledger ledger) {
        List<String> words = directive.texts();
        boolean status = words.get(0).matches("[0-9]{1,3}");
        if (!status) {
            ledger.take(directive);
            return Optional.of("{ location = " + Hocon.value(words.get(0)) + " }");
        }
        int code = Integer.parseInt(words.get(0));
        if (code < 200 || code > 599) {
            ledger.leave(directive, "Sluice answers with a status from 200 to 599");
            return Optional.empty();
        }
        ledger.take(directive);
        if (words.size() == 1 || WITHOUT_BODY.contains(code)) {
            return Optional.of(Integer.toString(code));
        }
        if (REDIRECTS.contains(code)) {
            return Optional.of("{ status = " + code + ", location = " + Hocon.value(words.get(1)) + " }");
        }
        return Optional.of(
                "{ status = " + code + ", body = " + Hocon.value(words.get(1)) + contentType(scope, ledger) + " }");
    }

    /** nginx takes it from {@code types} and {@code default_type}, by the path's extension. */
    private static String contentType(Scope scope, Ledger ledger) {
        return MediaTypes.ofExactPath(scope, ledger)
                .or(() -> ledger.value(scope, "default_type"))
                .filter(type -> !type.equals("text/plain"))
                .map(type -> ", content-type = " + Hocon.value(type))
                .orElse("");
    }
}
