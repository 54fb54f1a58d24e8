package io.sluice.server.exchange;

import io.sluice.server.config.ConditionConfig;
import io.sluice.server.config.ReturnConfig;
import io.sluice.server.config.StepConfig;
import io.sluice.server.config.StepConfig.Assignment;
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

    /** {@code plan} and {@code answer} may be null. */
    private record Step(Condition condition, List<Assignment> set, ReturnConfig answer, RoutePlan plan) {}

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
                                step.set(),
                                step.answer().orElse(null),
                                step.route().isPresent() ? plans.apply(step) : null))
                        .toArray(Step[]::new));
    }

    /** Does them. */
    void run(ExchangeRecord record, Routing routing) {
        for (Step step : steps) {
            if (step.condition().holds(record)) {
                for (Assignment one : step.set()) {
                    record.assignments().assign(one.name(), one.value().text(record));
                }
                if (step.plan() != null) {
                    routing.use(step.plan());
                }
                if (step.answer() != null) {
                    routing.answer(step.answer());
                    return;
                }
            }
        }
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
                };
        return config.negated() ? record -> !plain.holds(record) : plain;
    }

    private static boolean isTrue(String value) {
        return !value.isEmpty() && !value.equals("0");
    }
}
