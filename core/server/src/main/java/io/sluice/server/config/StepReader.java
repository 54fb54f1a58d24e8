package io.sluice.server.config;

import io.sluice.server.config.StepConfig.Assignment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code steps} of hosts and routes. */
final class StepReader {
    private static final List<String> DEEDS = List.of("set", "return", "route");

    private StepReader() {}

    /**
     * Reads the list.
     *
     * @param variants reads a route that a step switches to; null where there is no route to stand in for
     */
    static List<StepConfig> read(Block block, Function<Block, RouteConfig> variants) {
        return block.blocks("steps").stream().map(step -> step(step, variants)).toList();
    }

    private static StepConfig step(Block step, Function<Block, RouteConfig> variants) {
        if (DEEDS.stream().noneMatch(step::has)) {
            step.refuse("set", "what is to be done: set, return or route");
        }
        Optional<RouteConfig> route = Optional.empty();
        if (step.has("route") && variants == null) {
            step.refuse("route", "nothing: a host has no route that another could stand in for");
        } else if (step.has("route")) {
            route = Optional.of(variants.apply(step.block("route")));
        }
        return new StepConfig(
                ConditionReader.read(step, "if"),
                step.templates("set").entrySet().stream()
                        .map(one -> new Assignment(one.getKey(), one.getValue()))
                        .toList(),
                step.has("return") ? Optional.of(ReturnReader.read(step.single("return", "status"))) : Optional.empty(),
                route);
    }
}
