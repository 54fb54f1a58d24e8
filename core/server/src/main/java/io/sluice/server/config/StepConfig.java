package io.sluice.server.config;

import io.sluice.api.Template;
import java.util.List;
import java.util.Optional;

/**
 * One thing that is done with a request before it is answered, in the order of the file (nginx: set, if and return of
 * ngx_http_rewrite_module).
 *
 * @param condition the rest is done only if it holds
 * @param set variables and the values they are given, in order
 * @param answer the request is answered so, and nothing further is done
 * @param route the request is served by this in place of the route it stands in, unless a later step says otherwise; what it
 *     does not say is as in that route
 */
public record StepConfig(
        Optional<ConditionConfig> condition,
        List<Assignment> set,
        Optional<ReturnConfig> answer,
        Optional<RouteConfig> route) {
    /**
     * A variable and the value it is given.
     *
     * @param name without the dollar sign
     * @param value evaluated when the step is reached
     */
    public record Assignment(String name, Template value) {}
}
