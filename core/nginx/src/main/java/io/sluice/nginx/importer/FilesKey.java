package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.List;
import java.util.Optional;

/** What nginx does with a request that nothing else answers: it looks for a file. */
final class FilesKey {
    private final Scope scope;
    private final Environment environment;
    private final Ledger ledger;

    FilesKey(Scope scope, Environment environment, Ledger ledger) {
        this.scope = scope;
        this.environment = environment;
        this.ledger = ledger;
    }

    void write(Hocon out) {
        Optional<Directive> place = ledger.effective(scope, "root").stream().reduce((first, last) -> last);
        ledger.effective(scope, "alias");
        boolean alias = place.filter(found -> found.name().equals("alias")).isPresent();
        String path = folder(place, environment, ledger);
        out.open("files");
        out.set(alias ? "alias" : "root", Hocon.value(path));
        List<Directive> index = ledger.effective(scope, "index");
        if (!index.isEmpty()) {
            out.set(
                    "index",
                    Hocon.list(index.stream()
                            .flatMap(line -> line.texts().stream())
                            .toList()));
        }
        MediaTypes.reference(scope, environment, ledger).ifPresent(types -> out.set("types", types));
        ledger.value(scope, "default_type").ifPresent(type -> out.set("default-type", Hocon.value(type)));
        ledger.value(scope, "etag").ifPresent(flag -> out.set("etag", flag));
        links(out);
        out.close("}");
    }

    /** The full name that root or alias says, or what nginx has without; one that begins with a variable is full. */
    static String folder(Optional<Directive> place, Environment environment, Ledger ledger) {
        if (place.isEmpty()) {
            return environment.installed("html");
        }
        String name = place.get().text(0);
        return name.startsWith("$") ? name : environment.installed(name, place.get(), ledger);
    }

    private void links(Hocon out) {
        for (Directive directive : ledger.effective(scope, "disable_symlinks")) {
            switch (directive.text(0)) {
                case "off" -> out.set("symlinks", "on");
                case "on" -> out.set("symlinks", "off");
                default -> out.set("symlinks", "if-not-owner");
            }
            if (directive.arguments().size() > 1) {
                ledger.leave(directive, "only from= of it: all links on the way are looked at");
            }
        }
    }
}
