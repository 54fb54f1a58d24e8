package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code resolver} and {@code resolver_timeout}: Sluice has one for all, the first of the file; others must say the same. */
final class ResolverKey implements Translation {
    private static final List<String> NAMES = List.of("resolver", "resolver_timeout");
    private static final Pattern ADDRESS =
            Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?");

    @Override
    public void root(Scope main, Ledger ledger, Hocon out) {
        List<String> keys = new ArrayList<>();
        List<String> places = new ArrayList<>();
        for (Scope http : main.children(Context.HTTP)) {
            for (String name : NAMES) {
                List<Directive> all = new ArrayList<>();
                collect(http, name, all);
                one(all, ledger).ifPresent(directive -> {
                    keys.addAll(keys(directive));
                    places.add(out.place(directive));
                });
            }
        }
        if (!keys.isEmpty()) {
            out.line("resolver { " + String.join(", ", keys) + " } # " + String.join(", ", places));
        }
    }

    private static void collect(Scope scope, String name, List<Directive> all) {
        all.addAll(scope.own(name));
        scope.children().forEach(child -> collect(child, name, all));
    }

    /** The one that counts: the first that can be brought over. */
    private static Optional<Directive> one(List<Directive> directives, Ledger ledger) {
        Optional<Directive> first = Optional.empty();
        for (Directive directive : directives) {
            Optional<String> name = directive.name().equals("resolver") ? unnumbered(directive) : Optional.empty();
            if (name.isPresent()) {
                ledger.leave(directive, "write the IP address of the name server \"" + name.get() + "\"");
            } else if (first.isPresent() && !keys(first.get()).equals(keys(directive))) {
                ledger.leave(directive, "Sluice has one resolver for all: write the same everywhere, or in http alone");
            } else {
                ledger.take(directive);
                first = first.isPresent() ? first : Optional.of(directive);
            }
        }
        return first;
    }

    /** A server that is named, and so would have to be resolved itself. */
    private static Optional<String> unnumbered(Directive directive) {
        return directive.texts().stream()
                .filter(word -> word.indexOf('=') < 0 && !ADDRESS.matcher(word).matches())
                .findFirst();
    }

    private static List<String> keys(Directive directive) {
        if (directive.name().equals("resolver_timeout")) {
            return List.of("timeout = " + Units.milliseconds(directive.text(0)));
        }
        List<String> addresses = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (String word : directive.texts()) {
            int equals = word.indexOf('=');
            String value = word.substring(equals + 1);
            switch (equals < 0 ? "" : word.substring(0, equals)) {
                case "" -> addresses.add(word);
                case "valid" -> keys.add("valid = " + Units.seconds(value));
                case "ipv4", "ipv6" -> keys.add(word.substring(0, equals) + " = " + value);
                default -> {
                    // status_zone: the figures of the resolver are among the others
                }
            }
        }
        keys.add(0, "addresses = " + Hocon.list(addresses));
        return keys;
    }
}
