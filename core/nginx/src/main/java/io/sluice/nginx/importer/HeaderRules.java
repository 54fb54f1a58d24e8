package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a location does to header fields, as the policy "rules". */
final class HeaderRules {
    private final Scope location;
    private final Ledger ledger;

    HeaderRules(Scope location, Ledger ledger) {
        this.location = location;
        this.ledger = ledger;
    }

    /**
     * Writes the policies, the Host field and whether an upgrade is passed on.
     *
     * @param authority what nginx sends as Host where nothing is said; empty where requests are not passed on
     */
    void write(Optional<String> authority, Hocon out) {
        List<Directive> sent = ledger.effective(location, "proxy_set_header");
        List<String> policies = new ArrayList<>();
        if (authority.isPresent()) {
            if (field(sent, "Upgrade").isEmpty()) {
                out.set("upgrade", "none");
            }
            String host = field(sent, "Host").orElse(authority.get());
            if (!host.equals("$http_host")) {
                out.set("host-header", Hocon.value(host));
            }
            request(sent).ifPresent(policies::add);
        }
        List<String> hidden = HiddenFieldsKey.more(location, ledger);
        if (authority.isPresent() && !hidden.isEmpty()) {
            policies.add("{ policy = rules, response { remove = " + Hocon.list(hidden) + " } }");
        }
        response(false).ifPresent(policies::add);
        response(true).ifPresent(policies::add);
        if (!policies.isEmpty()) {
            out.openList("policies = [");
            policies.forEach(out::line);
            out.close("]");
        }
    }

    private static Optional<String> field(List<Directive> directives, String name) {
        return directives.stream()
                .filter(directive -> directive.text(0).equalsIgnoreCase(name))
                .map(directive -> directive.text(1))
                .findFirst();
    }

    private Optional<String> request(List<Directive> sent) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Directive directive : sent) {
            String name = directive.text(0);
            if (!isOfTheCore(name)
                    && fields.putIfAbsent(name, Hocon.key(name) + " = " + Hocon.value(directive.text(1))) != null) {
                ledger.leave(directive, "Sluice sets a field once");
            }
        }
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of("{ policy = rules, request { set { " + String.join(", ", fields.values()) + " } } }");
    }

    /** Host is a key of the route; the others are those by which Sluice passes an upgrade on by itself. */
    private static boolean isOfTheCore(String field) {
        return field.equalsIgnoreCase("Host")
                || field.equalsIgnoreCase("Upgrade")
                || field.equalsIgnoreCase("Connection");
    }

    private Optional<String> response(boolean always) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Directive directive : ledger.effective(location, "add_header")) {
            if ((directive.arguments().size() == 3) == always) {
                fields.computeIfAbsent(directive.text(0), name -> new ArrayList<>())
                        .add(directive.text(1));
            }
        }
        String added = fields.entrySet().stream()
                .map(field -> Hocon.key(field.getKey()) + " = " + values(field.getValue()))
                .collect(Collectors.joining(", "));
        return added.isEmpty()
                ? Optional.empty()
                : Optional.of("{ policy = rules, response { add { " + added + " }, always = " + (always ? "on" : "off")
                        + " } }");
    }

    private static String values(List<String> values) {
        return values.size() == 1 ? Hocon.value(values.get(0)) : Hocon.list(values);
    }
}
