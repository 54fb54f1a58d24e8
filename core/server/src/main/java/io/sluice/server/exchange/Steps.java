package io.sluice.server.exchange;

import io.sluice.api.Template;
import io.sluice.server.config.ConditionConfig;
import io.sluice.server.config.ReturnConfig;
import io.sluice.server.config.StepConfig;
import io.sluice.server.config.StepConfig.Assignment;
import io.sluice.server.files.FileTest;
import io.sluice.server.variable.Expression;
import java.util.List;
import java.util.function.Function;

/**
 * What a host or a route does with a request before it is answered, in order (nginx: ngx_http_rewrite_module). Immutable and
 * thread-safe.
 */
public final class Steps {
    /** Nothing. */
    public static final Steps NONE = new Steps(new Step[0]);

    private final Step[] steps;

    /**
     * {@code plan} and {@code answer} may be null.
     *
     * @param file what is asked of the disk, in place of {@code condition}; null: nothing
     */
    private record Step(
            Condition condition, FileQuestion file, List<Assignment> set, ReturnConfig answer, RoutePlan plan) {}

    private record FileQuestion(FileTest test, Template name, boolean negated) {}

    /**
     * A question to the disk, for whose answer the steps wait. The disk has threads of its own: it is asked there.
     *
     * @param name of the file, absolute
     */
    record Question(FileTest test, String name, int step) {
        /** The answer. Blocks on the disk. */
        boolean holds() {
            return test.holds(name);
        }
    }

    /** What a step asks. */
    private interface Condition {
        boolean holds(ExchangeRecord record);
    }

    private Steps(Step[] steps) {
        this.steps = steps;
    }

    /**
     * Puts the steps together.
     *
     * @param plans the plan of each step's route, where it has one
     */
    public static Steps of(List<StepConfig> configs, Function<StepConfig, RoutePlan> plans) {
        return configs.isEmpty()
                ? NONE
                : new Steps(configs.stream()
                        .map(step -> new Step(
                                step.condition().map(Steps::condition).orElse(record -> true),
                                step.condition().map(Steps::file).orElse(null),
                                step.set(),
                                step.answer().orElse(null),
                                step.route().isPresent() ? plans.apply(step) : null))
                        .toArray(Step[]::new));
    }

    /** Does them; up to a question to the disk, which is given back, or to their end: then that is null. */
    Question run(ExchangeRecord record, Routing routing) {
        return run(0, record, routing);
    }

    /** Goes on behind a question. */
    Question resume(Question asked, boolean holds, ExchangeRecord record, Routing routing) {
        Step step = steps[asked.step()];
        if (holds != step.file().negated() && isLast(step, record, routing)) {
            return null;
        }
        return run(asked.step() + 1, record, routing);
    }

    private Question run(int from, ExchangeRecord record, Routing routing) {
        for (int i = from; i < steps.length; i++) {
            Step step = steps[i];
            if (step.file() != null) {
                return new Question(step.file().test(), step.file().name().text(record), i);
            }
            if (step.condition().holds(record) && isLast(step, record, routing)) {
                return null;
            }
        }
        return null;
    }

    /** Does what a step says; whether nothing further is done. */
    private static boolean isLast(Step step, ExchangeRecord record, Routing routing) {
        for (Assignment one : step.set()) {
            record.assignments().assign(one.name(), one.value().text(record));
        }
        if (step.plan() != null) {
            routing.use(step.plan());
        }
        if (step.answer() != null) {
            routing.answer(step.answer());
        }
        return step.answer() != null;
    }

    private static FileQuestion file(ConditionConfig config) {
        FileTest test =
                switch (config.test()) {
                    case FILE -> FileTest.FILE;
                    case FOLDER -> FileTest.FOLDER;
                    case EXISTS -> FileTest.EXISTS;
                    case EXECUTABLE -> FileTest.EXECUTABLE;
                    default -> null;
                };
        return test == null ? null : new FileQuestion(test, config.subject(), config.negated());
    }

    private static Condition condition(ConditionConfig config) {
        Condition plain =
                switch (config.test()) {
                    case TRUTH -> record -> isTrue(config.subject().text(record));
                    case EQUAL ->
                        record -> config.subject()
                                .text(record)
                                .equals(config.operand().text(record));
                    case REGEX, REGEX_IGNORE_CASE -> {
                        Expression expression = Expression.of(
                                config.expression(), config.test() == ConditionConfig.Test.REGEX_IGNORE_CASE);
                        yield record -> expression.find(config.subject().text(record), record);
                    }
                    case FILE, FOLDER, EXISTS, EXECUTABLE -> record -> false; // a question to the disk
                };
        return config.negated() ? record -> !plain.holds(record) : plain;
    }

    private static boolean isTrue(String value) {
        return !value.isEmpty() && !value.equals("0");
    }
}
