package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps book of every directive: brought over, without effect, or left out and why. So none can be forgotten. */
final class Ledger {
    private final Set<Directive> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> read = new HashSet<>();
    private final IdentityHashMap<Directive, String> left = new IdentityHashMap<>();

    /** This directive is brought over. */
    void take(Directive directive) {
        taken.add(directive);
    }

    /** This directive, with all in it, is not brought over. */
    void leave(Directive directive, String why) {
        left.putIfAbsent(directive, why);
    }

    /** The directives that count at a level; from now on, all of this name in {@code http} are brought over. */
    List<Directive> effective(Scope scope, String name) {
        read.add(name);
        return scope.effective(name);
    }

    /** The first word of the one directive that counts at a level, as {@link #effective}. */
    Optional<String> value(Scope scope, String name) {
        read.add(name);
        return scope.value(name);
    }

    /** All that is not brought over, in the order of reading. */
    List<Leftover> leftovers(Scope main) {
        List<Leftover> all = new ArrayList<>();
        collect(main, all);
        all.sort(Comparator.comparingInt(leftover -> leftover.directive().ordinal()));
        return all;
    }

    private void collect(Scope scope, List<Leftover> all) {
        for (Directive directive : scope.directives()) {
            if (left.containsKey(directive)) {
                all.add(new Leftover(directive, left.get(directive)));
            } else if (!isDone(scope, directive)) {
                all.add(new Leftover(directive, Remarks.instead(directive)));
            }
        }
        for (Scope child : scope.children()) {
            if (child.opening().filter(left::containsKey).isEmpty()
                    && child.opening().filter(d -> isDone(scope, d)).isPresent()) {
                collect(child, all);
            }
        }
    }

    private boolean isDone(Scope scope, Directive directive) {
        if (taken.contains(directive) || Remarks.hasNoEffect(directive)) {
            return true;
        }
        boolean inRequests = scope.context() == Context.HTTP
                || scope.context() == Context.SERVER
                || scope.context() == Context.LOCATION;
        return inRequests && read.contains(directive.name());
    }
}
