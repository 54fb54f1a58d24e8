package io.sluice.server.exchange;

import io.sluice.api.Template;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.server.config.ReturnConfig;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.policy.PolicyChain;
import io.sluice.server.route.Rewrite;
import io.sluice.server.upstream.Pool;

/**
 * What happens to the requests of one route, put together when the configuration is loaded. Immutable.
 *
 * @param pool where requests go; null where something else answers
 * @param status what answers; null where something else does
 * @param answer what is answered; null where something else answers
 * @param rewrite what becomes of the request's target; null where it goes on as it is
 * @param hostHeader the Host field sent to the back end
 * @param connectNanos deadline of proxy_connect_timeout
 * @param readNanos deadline of proxy_read_timeout
 * @param sendNanos deadline of proxy_send_timeout
 * @param maxBody largest request body in bytes, 0 for no bound
 * @param accessLog whether its exchanges are logged
 */
public record RoutePlan(
        Pool pool,
        StatusEndpoint status,
        ReturnConfig answer,
        PolicyChain policies,
        Rewrite rewrite,
        Template hostHeader,
        RouteConfig.Upgrade upgrade,
        long connectNanos,
        long readNanos,
        long sendNanos,
        long maxBody,
        boolean accessLog) {

    /** A route of the admin listener: a status endpoint and nothing else. */
    public static RoutePlan status(StatusEndpoint endpoint) {
        return new RoutePlan(
                null, endpoint, null, PolicyChain.EMPTY, null, null, RouteConfig.Upgrade.NONE, 0, 0, 0, 0, false);
    }
}
