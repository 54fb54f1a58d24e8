package io.sluice.nginx.scope;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.directive.DirectiveRule;
import io.sluice.nginx.directive.DirectiveTable;
import io.sluice.nginx.directive.Inheritance;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A level of a configuration: the file itself, {@code http}, a server, a location, an {@code if} and so on. Built from what
 * {@link io.sluice.nginx.directive.Checker} found to be good; what it would refuse counts for nothing here. Immutable.
 */
public final class Scope {
    private static final DirectiveTable TABLE = DirectiveTable.nginx();

    private final Context context;
    private final Optional<Scope> parent;
    private final Optional<Directive> opening;
    private final List<Directive> directives = new ArrayList<>();
    private final Map<String, List<Directive>> bySlot = new LinkedHashMap<>();
    private final List<Scope> children = new ArrayList<>();

    private Scope(Context context, Optional<Scope> parent, Optional<Directive> opening, List<Directive> directives) {
        this.context = context;
        this.parent = parent;
        this.opening = opening;
        for (Directive directive : directives) {
            Optional<DirectiveRule> rule = TABLE.rule(directive.name(), context);
            if (rule.isPresent()) {
                add(directive, rule.get());
            } else if (TABLE.rules(directive.name()).isEmpty()) {
                this.directives.add(directive); // of a module that nginx does not come with
            }
        }
    }

    /** The outermost level of a configuration, with all others below it. */
    public static Scope of(Configuration configuration) {
        return new Scope(
                Context.MAIN,
                Optional.empty(),
                Optional.empty(),
                configuration.main().directives());
    }

    private void add(Directive directive, DirectiveRule rule) {
        directives.add(directive);
        bySlot.computeIfAbsent(rule.slot(), slot -> new ArrayList<>()).add(directive);
        Optional<Context> inside = context.inside(directive.name());
        if (inside.isPresent() && directive.block().isPresent()) {
            children.add(new Scope(inside.get(), Optional.of(this), Optional.of(directive), directive.children()));
        }
    }

    /** What kind of level it is. */
    public Context context() {
        return context;
    }

    /** The level around it; empty of the outermost. */
    public Optional<Scope> parent() {
        return parent;
    }

    /** The directive whose block it is; empty of the outermost. */
    public Optional<Directive> opening() {
        return opening;
    }

    /** The levels right inside it, in order. */
    public List<Scope> children() {
        return List.copyOf(children);
    }

    /** The levels right inside it of one kind, in order. */
    public List<Scope> children(Context kind) {
        return children.stream().filter(child -> child.context == kind).toList();
    }

    /** All directives that stand here, in order, includes among them. */
    public List<Directive> directives() {
        return List.copyOf(directives);
    }

    /** The directives of a name that stand here, in order. */
    public List<Directive> own(String name) {
        return directives.stream()
                .filter(directive -> directive.name().equals(name))
                .toList();
    }

    /**
     * The directives that count here for a setting, in order: those that stand here, or else, as the setting is inherited,
     * those of the nearest level around that has some. For {@code root} and {@code alias}, which share a setting, this may
     * give either.
     */
    public List<Directive> effective(String name) {
        Optional<DirectiveRule> rule = ruleFrom(name);
        if (rule.isEmpty()) {
            return List.of();
        }
        return rule.get().inheritance() == Inheritance.NONE
                ? bySlot.getOrDefault(rule.get().slot(), List.of())
                : inherited(rule.get());
    }

    /** The one directive that counts here for a setting of which nginx takes one; the last where there are more. */
    public Optional<Directive> setting(String name) {
        List<Directive> all = effective(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The one argument that counts here for a setting, as {@link #setting}. */
    public Optional<String> value(String name) {
        return setting(name).map(directive -> directive.text(0));
    }

    private List<Directive> inherited(DirectiveRule rule) {
        Optional<Scope> at = Optional.of(this);
        while (at.isPresent()) {
            Scope scope = at.get();
            if (scope.has(rule)) {
                return List.copyOf(scope.bySlot.get(rule.slot()));
            }
            boolean ends = rule.inheritance() == Inheritance.NAMELESS && !scope.context.isNameless();
            at = ends ? Optional.empty() : scope.parent;
        }
        return List.of();
    }

    /** Whether a directive of the rule's setting stands here; {@code keepalive_timeout} of an upstream is another setting. */
    private boolean has(DirectiveRule rule) {
        return bySlot.getOrDefault(rule.slot(), List.of()).stream()
                .flatMap(directive -> TABLE.rule(directive.name(), context).stream())
                .anyMatch(own -> own.module().equals(rule.module()));
    }

    /** The rule for a name at the nearest level, from here outwards, that may have it. */
    private Optional<DirectiveRule> ruleFrom(String name) {
        Optional<Scope> at = Optional.of(this);
        while (at.isPresent()) {
            Optional<DirectiveRule> rule = TABLE.rule(name, at.get().context);
            if (rule.isPresent()) {
                return rule;
            }
            at = at.get().parent;
        }
        return Optional.empty();
    }
}
