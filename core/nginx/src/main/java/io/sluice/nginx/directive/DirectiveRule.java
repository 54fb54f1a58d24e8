package io.sluice.nginx.directive;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What nginx knows of a directive in some contexts; a few names, such as {@code server}, have two rules.
 *
 * @param name the directive
 * @param module the module of nginx that has it
 * @param since the version of nginx that first had it, where that is later than 1.22; {@code plus}: the commercial edition
 * @param contexts where it may stand under this rule
 * @param arity how many arguments it takes
 * @param value what the arguments are
 * @param inheritance how inner levels go with outer ones
 * @param slot the name of the setting; {@code root} and {@code alias} share one
 */
public record DirectiveRule(
        String name,
        String module,
        Optional<String> since,
        Set<Context> contexts,
        Arity arity,
        ValueRule value,
        Inheritance inheritance,
        String slot) {
    /** Copies the set, and checks that nothing is null. */
    public DirectiveRule {
        Objects.requireNonNull(name);
        Objects.requireNonNull(module);
        Objects.requireNonNull(since);
        contexts = Set.copyOf(contexts);
        Objects.requireNonNull(arity);
        Objects.requireNonNull(value);
        Objects.requireNonNull(inheritance);
        Objects.requireNonNull(slot);
    }
}
