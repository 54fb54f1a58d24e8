package io.sluice.nginx.directive;

import io.sluice.nginx.syntax.Argument;
import io.sluice.nginx.syntax.Block;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.syntax.Problem;
import io.sluice.nginx.value.Numbers;
import io.sluice.nginx.value.Times;
import io.sluice.nginx.value.ValueException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says for what nginx would refuse a configuration: names, contexts, numbers of arguments, values, duplicates. nginx stops at
 * its first problem; all are told here, and the first is nginx's.
 */
public final class Checker {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final DirectiveTable table = DirectiveTable.nginx();
    private final List<Problem> problems = new ArrayList<>();

    /** Directives that no part of nginx has, and that are not near to one either. */
    private final List<Problem> foreign = new ArrayList<>();

    private final OwnRules ownRules = new OwnRules();

    private Checker() {}

    /** All problems of a configuration, those of its reading included, in the order in which nginx meets them. */
    public static List<Problem> check(Configuration configuration) {
        return check(configuration, false);
    }

    /** The same without the directives of modules that nginx does not come with: nobody knows here what they should be. */
    public static List<Problem> checkWithoutModules(Configuration configuration) {
        return check(configuration, true);
    }

    private static List<Problem> check(Configuration configuration, boolean withoutModules) {
        Checker checker = new Checker();
        checker.level(new Level(Context.MAIN, Optional.empty(), Optional.empty()), configuration.main());
        List<Problem> all = new ArrayList<>(checker.problems);
        if (!withoutModules) {
            all.addAll(checker.foreign);
        }
        all.addAll(configuration.problems());
        if (all.isEmpty()
                && configuration.main().directives().stream()
                        .noneMatch(directive -> directive.name().equals("events"))) {
            all.add(new Problem(
                    Integer.MAX_VALUE, Optional.empty(), "no \"events\" section in configuration", Optional.empty()));
        }
        all.sort(Comparator.comparingInt(Problem::ordinal));
        return all;
    }

    private void level(Level level, Block block) {
        for (Directive directive : block.directives()) {
            try {
                one(level, directive);
            } catch (ValueException e) {
                problems.add(Problem.of(directive, e.getMessage()));
            }
        }
        ownRules.atEnd(level, block).ifPresent(problems::add);
    }

    private void one(Level level, Directive directive) throws ValueException {
        Optional<DirectiveRule> found = table.rule(directive.name(), level.context());
        if (found.isEmpty()) {
            unknown(directive);
            return;
        }
        DirectiveRule rule = found.get();
        shape(directive, rule);
        if (rule.value().kind().isOnce()) {
            once(level, directive, rule);
        }
        value(directive, rule);
        ownRules.check(level, directive);
        level.add(directive, rule);
        if (rule.value().kind() == ValueRule.Kind.ENTRIES) {
            entries(directive);
        }
        Optional<Context> inside = level.context().inside(directive.name());
        if (inside.isPresent() && directive.block().isPresent()) {
            level(
                    new Level(inside.get(), Optional.of(level), Optional.of(directive)),
                    directive.block().get());
        }
    }

    private void unknown(Directive directive) {
        String name = directive.name();
        List<DirectiveRule> rules = table.rules(name);
        if (!rules.isEmpty()) {
            String places = rules.stream()
                    .flatMap(rule -> rule.contexts().stream())
                    .sorted()
                    .map(Context::word)
                    .distinct()
                    .collect(Collectors.joining(", "));
            problems.add(Problem.of(directive, "\"" + name + "\" directive is not allowed here")
                    .withHint("its place: " + places));
            return;
        }
        Problem problem = Problem.of(directive, "unknown directive \"" + name + "\"");
        Optional<String> near = table.nearest(name);
        if (table.isKnown(name)) {
            foreign.add(problem.withHint("a module of nginx that has to be added brings it"));
        } else if (name.startsWith(BYTE_ORDER_MARK)) {
            problems.add(problem.withHint("the file begins with a byte order mark: save it without"));
        } else if (near.isPresent()) {
            problems.add(problem.withHint("did you mean \"" + near.get() + "\"?"));
        } else {
            foreign.add(problem);
        }
    }

    private static void shape(Directive directive, DirectiveRule rule) throws ValueException {
        String name = directive.name();
        if (rule.arity().block() && directive.block().isEmpty()) {
            throw new ValueException("directive \"" + name + "\" has no opening \"{\"");
        }
        if (!rule.arity().block() && directive.block().isPresent()) {
            throw new ValueException("directive \"" + name + "\" is not terminated by \";\"");
        }
        if (!rule.arity().allows(directive.arguments().size())) {
            throw new ValueException("invalid number of arguments in \"" + name + "\" directive");
        }
    }

    private static void once(Level level, Directive directive, DirectiveRule rule) throws ValueException {
        Optional<Directive> earlier = level.first(rule.slot());
        if (earlier.isEmpty()) {
            return;
        }
        String name = directive.name();
        if (earlier.get().name().equals(name)) {
            throw new ValueException("\"" + name + "\" directive is duplicate");
        }
        throw new ValueException("\"" + name + "\" directive is duplicate, \""
                + earlier.get().name() + "\" directive was specified earlier");
    }

    private static void value(Directive directive, DirectiveRule rule) throws ValueException {
        ValueRule value = rule.value();
        switch (value.kind()) {
            case FLAG -> Numbers.flag(directive.text(0), directive.name());
            case ONE_OF, SOME_OF -> words(directive, value);
            case NUMBER, SIZE, OFFSET, MILLISECONDS, SECONDS, BUFFERS -> {
                try {
                    measure(directive, value);
                } catch (ValueException e) {
                    throw new ValueException("\"" + directive.name() + "\" directive " + e.getMessage());
                }
                bounds(directive, value);
            }
            default -> {
                // Any word, or a rule of its own.
            }
        }
    }

    private static void words(Directive directive, ValueRule value) throws ValueException {
        for (Argument argument : directive.arguments()) {
            if (value.words().stream().noneMatch(word -> word.equalsIgnoreCase(argument.text()))) {
                throw new ValueException("invalid value \"" + argument.text() + "\"");
            }
        }
    }

    private static void measure(Directive directive, ValueRule value) throws ValueException {
        String word = directive.text(0);
        switch (value.kind()) {
            case NUMBER -> Numbers.number(word);
            case SIZE -> Numbers.size(word);
            case OFFSET -> Numbers.offset(word);
            case MILLISECONDS -> Times.milliseconds(word);
            case SECONDS -> Times.seconds(word);
            default -> {
                if (Numbers.size(directive.text(1)) <= 0 || buffers(word) <= 0) {
                    throw new ValueException("invalid value");
                }
            }
        }
    }

    private static long buffers(String word) throws ValueException {
        try {
            return Numbers.number(word);
        } catch (ValueException e) {
            throw new ValueException("invalid value");
        }
    }

    private static void bounds(Directive directive, ValueRule value) throws ValueException {
        if (value.kind() != ValueRule.Kind.NUMBER) {
            return;
        }
        long number = Numbers.number(directive.text(0));
        if (number < value.low() || number > value.high()) {
            throw new ValueException(
                    value.high() == Long.MAX_VALUE
                            ? "value must be equal to or greater than " + value.low()
                            : "value must be between " + value.low() + " and " + value.high());
        }
    }

    /** Lines of a block that are no directives: a map's and the like. */
    private void entries(Directive directive) {
        for (Directive entry : directive.children()) {
            if (entry.block().isPresent()) {
                problems.add(Problem.of(entry, "unexpected \"{\""));
            }
        }
        if (directive.name().equals("map")) {
            MapRules.entries(directive).ifPresent(problems::add);
        }
    }
}
