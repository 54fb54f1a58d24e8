package io.sluice.plugins.sticky.route;

import io.sluice.api.Settings;
import io.sluice.api.Template;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.Stickiness;
import io.sluice.api.balance.StickinessFactory;
import java.util.List;
import org.pf4j.Extension;

/**
 * Makes what is sticky by {@code route}. Its one setting, {@code of}, which must be there, is a text with variables or a
 * list of them. At least one server needs a {@code route}.
 */
@Extension
public final class StickyRouteFactory implements StickinessFactory {
    @Override
    public String name() {
        return "route";
    }

    @Override
    public Stickiness create(List<Endpoint> endpoints, Settings settings) {
        List<Template> routes = settings.strings("of").stream()
                .map(text -> settings.compile("of", text))
                .toList();
        if (routes.isEmpty()) {
            throw settings.refuse(
                    "of", "texts with variables that hold a route, such as [\"$cookie_route\", \"$arg_route\"]");
        }
        if (endpoints.stream().allMatch(endpoint -> endpoint.route().isEmpty())) {
            throw settings.refuse("of", "at least one server with a route: { address = \"10.0.0.1:8080\", route = a }");
        }
        return new StickyRoute(endpoints, routes);
    }
}
