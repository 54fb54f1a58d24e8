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
import java.util.stream.Stream;

/** Keeps book of every directive: brought over, without effect, or left out and why. So none can be forgotten. */
final class Ledger {
    private final Set<Directive> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Directive> skipped = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> read = new HashSet<>();
    private final IdentityHashMap<Directive, String> left = new IdentityHashMap<>();
    private final List<Leftover> warnings = new ArrayList<>();
    private final List<Leftover> repeated = new ArrayList<>();

    /** This directive is brought over. */
    void take(Directive directive) {
        taken.add(directive);
    }

    /** This directive, with all in it, is not brought over. */
    void leave(Directive directive, String why) {
        left.putIfAbsent(directive, why);
    }

    /** This directive, with all in it, has no effect in nginx either. */
    void skip(Directive directive) {
        take(directive);
        skipped.add(directive);
    }

    /** Whether it is not brought over. */
    boolean isLeft(Directive directive) {
        return left.containsKey(directive);
    }

    /** Why it is not brought over; empty where it is. */
    Optional<String> reason(Directive directive) {
        return Optional.ofNullable(left.get(directive));
    }

    /** This directive is brought over, and there is something to know about it. */
    void warn(Directive directive, String what) {
        take(directive);
        Leftover warning = new Leftover(directive, what, -1);
        if (!warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    /** As {@link #warn}, of something of which it is enough to tell the first. */
    void warnOnce(Directive directive, String what) {
        repeated.add(new Leftover(directive, what, -1));
    }

    /** What there is to know of what is brought over, in the order of reading. */
    List<Leftover> warnings() {
        Optional<Leftover> first = repeated.stream()
                .filter(warning -> !isLeft(warning.directive()))
                .min(Comparator.comparingInt(warning -> warning.directive().ordinal()));
        return Stream.concat(warnings.stream(), first.stream())
                .filter(warning -> !isLeft(warning.directive()))
                .sorted(Comparator.comparingInt(warning -> warning.directive().ordinal()))
                .toList();
    }

    /** The directives that count at a level; from now on, all of this name in {@code http} are brought over. */
    List<Directive> effective(Scope scope, String name) {
        read.add(name);
        return scope.effective(name).stream()
                .filter(directive -> !left.containsKey(directive))
                .toList();
    }

    /** The first word of the one directive that counts at a level, as {@link #effective}. */
    Optional<String> value(Scope scope, String name) {
        List<Directive> all = effective(scope, name);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1).text(0));
    }

    /** All that is not brought over, in the order of reading. */
    List<Leftover> leftovers(Scope main) {
        List<Leftover> all = new ArrayList<>();
        collect(main, all);
        all.sort(Comparator.comparingInt(leftover -> leftover.directive().ordinal()));
        return all;
    }

    private void collect(Scope scope, List<Leftover> all) {
        int within = scope.opening().map(Directive::ordinal).orElse(-1);
        for (Directive directive : scope.directives()) {
            if (left.containsKey(directive)) {
                all.add(new Leftover(directive, left.get(directive), within));
            } else if (!isDone(scope, directive)) {
                all.add(new Leftover(directive, Remarks.instead(directive), within));
            }
        }
        for (Scope child : scope.children()) {
            if (child.opening().filter(left::containsKey).isEmpty()
                    && child.opening().filter(skipped::contains).isEmpty()
                    && child.opening().filter(d -> isDone(scope, d)).isPresent()) {
                collect(child, all);
            }
        }
    }

    private boolean isDone(Scope scope, Directive directive) {
        if (taken.contains(directive) || Remarks.hasNoEffect(directive) || Remarks.countsElsewhere(directive)) {
            return true;
        }
        boolean inRequests = scope.context() == Context.HTTP
                || scope.context() == Context.SERVER
                || scope.context() == Context.LOCATION
                || scope.context() == Context.LOCATION_IF;
        return inRequests && read.contains(directive.name());
    }
}
