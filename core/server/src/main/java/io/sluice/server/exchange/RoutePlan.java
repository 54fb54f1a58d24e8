package io.sluice.server.exchange;

import io.sluice.api.Template;
import io.sluice.server.config.NextUpstreamConfig;
import io.sluice.server.config.PingConfig;
import io.sluice.server.config.RedirectRules;
import io.sluice.server.config.ReturnConfig;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.files.StaticFiles;
import io.sluice.server.observe.RouteFigures;
import io.sluice.server.policy.PolicyChain;
import io.sluice.server.route.Rewrite;
import io.sluice.server.upstream.Pool;
import java.util.List;

/**
 * What happens to the requests of one route, put together when the configuration is loaded. Immutable.
 *
 * @param name how the route is called: its host and path; empty for what holds where there is none
 * @param figures what is counted of it; null where that is counted as of no route
 * @param pool where requests go; null where something else says that
 * @param pass finds where requests go; null where something else says that
 * @param command what answers by the server's own means; null where something else answers
 * @param files what finds files to answer with; null where something else answers
 * @param answer what is answered; null where something else answers
 * @param rewrite what becomes of the request's target; null where it goes on as it is
 * @param hostHeader the Host field sent to the back end
 * @param frames whether the frames of WebSockets are followed
 * @param ping when the sides of a WebSocket are asked whether they are there
 * @param connectNanos deadline of proxy_connect_timeout
 * @param readNanos deadline of proxy_read_timeout
 * @param sendNanos deadline of proxy_send_timeout
 * @param maxBody largest request body in bytes, 0 for no bound
 * @param accessLogs names of the logs that get a line for each exchange
 * @param steps what is done before all that
 * @param errorPages what is served in place of errors
 * @param interceptErrors whether that holds for those of back ends, too
 * @param internal whether only redirects inside the server lead here
 * @param client what holds for clients' connections otherwise than the listener says
 * @param hiddenFields what of back ends' fields clients do not get
 * @param locations what becomes of URLs in Location and Refresh of back ends
 * @param nextUpstream when a request that failed goes to another endpoint
 * @param redirects how redirects of the server's own are completed
 */
public record RoutePlan(
        String name,
        RouteFigures figures,
        Pool pool,
        Pass pass,
        Command command,
        StaticFiles files,
        ReturnConfig answer,
        PolicyChain policies,
        Rewrite rewrite,
        Template hostHeader,
        RouteConfig.Upgrade upgrade,
        boolean frames,
        PingConfig ping,
        long connectNanos,
        long readNanos,
        long sendNanos,
        long maxBody,
        List<String> accessLogs,
        Steps steps,
        ErrorPages errorPages,
        boolean interceptErrors,
        boolean internal,
        ClientRules client,
        HiddenFields hiddenFields,
        Locations locations,
        NextUpstreamConfig nextUpstream,
        RedirectRules redirects) {

    /** A route of the admin listener. */
    public static RoutePlan command(Command command) {
        return local(
                command,
                PolicyChain.EMPTY,
                Steps.NONE,
                ErrorPages.NONE,
                ClientRules.NONE,
                RedirectRules.DEFAULT,
                List.of());
    }

    /** What holds for the requests of a host that no route serves. */
    public static RoutePlan base(
            PolicyChain policies,
            Steps steps,
            ErrorPages errorPages,
            ClientRules client,
            RedirectRules redirects,
            List<String> accessLogs) {
        return local(null, policies, steps, errorPages, client, redirects, accessLogs);
    }

    private static RoutePlan local(
            Command command,
            PolicyChain policies,
            Steps steps,
            ErrorPages errorPages,
            ClientRules client,
            RedirectRules redirects,
            List<String> accessLogs) {
        return new RoutePlan(
                "",
                null,
                null,
                null,
                command,
                null,
                null,
                policies,
                null,
                null,
                RouteConfig.Upgrade.NONE,
                false,
                PingConfig.OFF,
                0,
                0,
                0,
                0,
                accessLogs,
                steps,
                errorPages,
                false,
                false,
                client,
                HiddenFields.NONE,
                Locations.NONE,
                NextUpstreamConfig.NEVER,
                redirects);
    }

    /** Refuses a body above the bound. */
    void boundBody(long bytes) {
        if (maxBody > 0 && bytes > maxBody) {
            throw new ProxyException(
                    ErrorKind.BODY_TOO_LARGE,
                    "client intended to send too large body: " + bytes + " bytes (expected: at most " + maxBody + ")");
        }
    }

    /** Whether a back end answers. */
    boolean passes() {
        return pool != null || pass != null;
    }
}
