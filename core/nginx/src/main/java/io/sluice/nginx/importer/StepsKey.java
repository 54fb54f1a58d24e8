package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.IfCondition;
import io.sluice.nginx.value.IfCondition.Test;
import io.sluice.nginx.value.ValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** {@code set}, {@code if} and {@code return} of a server or a location, in their order, as the key {@code steps}. */
final class StepsKey {
    private static final Set<String> STEPS = Set.of("set", "if", "return", "break");

    private final Scope scope;
    private final Ledger ledger;
    private final Returns returns;
    private final FileConditions files;
    private final Hocon out;
    private final Consumer<Scope> routes;

    /**
     * The steps of a level.
     *
     * @param routes writes the keys of a route for an {@code if}
     */
    StepsKey(Scope scope, Environment environment, Ledger ledger, Hocon out, Consumer<Scope> routes) {
        this.scope = scope;
        this.ledger = ledger;
        this.returns = new Returns(environment, ledger);
        this.files = new FileConditions(environment, ledger);
        this.out = out;
        this.routes = routes;
    }

    /** Writes them, up to a {@code return} that is the route's answer. */
    void write() {
        List<Directive> steps = new ArrayList<>();
        boolean returned = false;
        for (Directive directive : scope.directives()) {
            boolean isStep = STEPS.contains(directive.name()) && !ledger.isLeft(directive);
            if (isStep && returned) {
                ledger.skip(directive);
                ledger.warn(directive, "it is never reached: the location returns before it");
            } else if (directive.name().equals("return") && scope.context() == Context.LOCATION) {
                returned = true; // that is the route's answer
            } else if (isStep) {
                steps.add(directive);
            }
        }
        if (steps.isEmpty()) {
            return;
        }
        out.openList("steps = [");
        steps.forEach(this::step);
        out.close("]");
    }

    private void step(Directive directive) {
        switch (directive.name()) {
            case "set" -> {
                ledger.take(directive);
                out.line("{ set { " + assignment(directive) + " } }");
            }
            case "return" -> returns.value(directive, scope).ifPresent(value -> out.line("{ return = " + value + " }"));
            case "if" -> condition(directive);
            default -> ledger.leave(directive, "steps are done to their end; leave it out");
        }
    }

    private static String assignment(Directive directive) {
        return Hocon.key(directive.text(0).substring(1)) + " = " + Hocon.value(directive.text(1));
    }

    private void condition(Directive directive) {
        Scope inside = scope.children().stream()
                .filter(child -> child.opening()
                        .filter(opening -> opening.ordinal() == directive.ordinal())
                        .isPresent())
                .findFirst()
                .orElseThrow();
        Optional<String> condition = text(directive);
        if (condition.isEmpty()) {
            return;
        }
        inside.own("break").forEach(end -> ledger.leave(end, "steps are done to their end; leave it out"));
        List<Directive> sets =
                inside.own("set").stream().filter(set -> !ledger.isLeft(set)).toList();
        Optional<String> answer =
                inside.own("return").stream().findFirst().flatMap(found -> returns.value(found, inside));
        boolean more = scope.context() == Context.LOCATION
                && inside.directives().stream().anyMatch(inner -> !STEPS.contains(inner.name()));
        if (sets.isEmpty() && answer.isEmpty() && !more) {
            nothing(directive, inside);
            return;
        }
        ledger.take(directive);
        out.comments(directive.comments());
        out.openList("{ # " + out.place(directive)
                + directive.remark().map(remark -> ":" + remark.text()).orElse(""));
        out.mark(directive);
        out.commentsAt(inside.directives());
        out.set("if", Hocon.quote(condition.get()));
        if (!sets.isEmpty()) {
            out.open("set");
            sets.forEach(set -> {
                ledger.take(set);
                out.line(assignment(set));
            });
            out.close("}");
        }
        if (!more) {
            answer.ifPresent(value -> out.set("return", value));
        } else { // which has the answer, too
            out.open("route");
            routes.accept(inside);
            out.close("}");
        }
        out.comments(directive.block().orElseThrow().closing());
        out.close("}");
    }

    /** A condition of which nothing follows here is left out, for the reason of the first thing that followed in nginx. */
    private void nothing(Directive directive, Scope inside) {
        ledger.take(directive);
        inside.directives().stream()
                .findFirst()
                .ifPresent(
                        first -> ledger.leave(directive, ledger.reason(first).orElseGet(() -> Remarks.instead(first))));
    }

    private Optional<String> text(Directive directive) {
        IfCondition condition;
        try {
            condition = IfCondition.of(directive.texts());
        } catch (ValueException e) {
            throw new IllegalArgumentException(directive.toString(), e);
        }
        String not = condition.negated() ? "!" : "";
        return switch (condition.test()) {
            case TRUTH -> Optional.of(condition.subject());
            case EQUAL -> Optional.of(condition.subject() + " " + not + "= " + operand(condition.operand()));
            case REGEX, REGEX_IGNORE_CASE -> {
                Optional<String> problem = Expressions.problem(condition.operand());
                problem.ifPresent(why -> ledger.leave(directive, why));
                yield problem.isPresent()
                        ? Optional.empty()
                        : Optional.of(condition.subject() + " " + not + (condition.test() == Test.REGEX ? "~ " : "~* ")
                                + operand(Expressions.of(condition.operand())));
            }
            default -> files.text(directive, condition, scope);
        };
    }

    /** In quotes where its ends would be lost without. */
    static String operand(String text) {
        boolean plain = !text.isEmpty() && text.strip().equals(text) && !text.matches("(?s)['\"].*['\"]");
        return plain ? text : "'" + text + "'";
    }
}
