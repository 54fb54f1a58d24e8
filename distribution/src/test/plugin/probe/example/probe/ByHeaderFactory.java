package example.probe;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import java.util.List;
import org.pf4j.Extension;

/** Chooses the endpoint whose place in the list a header names, such as {@code X-Endpoint: 2}. */
@Extension
public final class ByHeaderFactory implements LoadBalancerFactory {
    @Override
    public String name() {
        return "by-header";
    }

    @Override
    public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
        String header = settings.string("header");
        return exchange -> {
            String place = exchange.requestHeaders().first(header);
            return List.of(endpoints.get(Integer.parseInt(place))).iterator();
        };
    }
}
