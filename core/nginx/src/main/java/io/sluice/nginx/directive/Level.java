package io.sluice.nginx.directive;

import io.sluice.nginx.syntax.Directive;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A block while it is checked: what it holds so far. */
final class Level {
    private final Context context;
    private final Optional<Level> outer;
    private final Optional<Directive> opening;
    private final Map<String, Directive> firsts = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /**
     * A level with nothing in it.
     *
     * @param outer the level around it; empty outside of all blocks
     * @param opening the directive whose block it is
     */
    Level(Context context, Optional<Level> outer, Optional<Directive> opening) {
        this.context = context;
        this.outer = outer;
        this.opening = opening;
    }

    Context context() {
        return context;
    }

    Optional<Level> outer() {
        return outer;
    }

    Optional<Directive> opening() {
        return opening;
    }

    /** The first directive that took a slot. */
    Optional<Directive> first(String slot) {
        return Optional.ofNullable(firsts.get(slot));
    }

    /** Notes a value that may be there once; false where it already was. */
    boolean take(String value) {
        return taken.add(value);
    }

    void add(Directive directive, DirectiveRule rule) {
        firsts.putIfAbsent(rule.slot(), directive);
    }
}
