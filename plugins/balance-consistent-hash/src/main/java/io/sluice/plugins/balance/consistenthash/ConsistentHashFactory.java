package io.sluice.plugins.balance.consistenthash;

import io.sluice.api.Settings;
import io.sluice.api.Template;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import java.util.List;
import org.pf4j.Extension;

/** The strategy {@code consistent-hash}. Its one setting, {@code key}, is a text with variables and must be there. */
@Extension
public final class ConsistentHashFactory implements LoadBalancerFactory {
    @Override
    public String name() {
        return "consistent-hash";
    }

    @Override
    public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
        Template key = settings.template("key");
        long weights = endpoints.stream().mapToLong(Endpoint::weight).sum();
        if (weights > Ring.MAX_WEIGHTS) {
            throw settings.refuse(
                    "key",
                    "servers whose weights add up to at most " + Ring.MAX_WEIGHTS + ", each taking "
                            + Ring.POINTS_PER_WEIGHT + " points on the ring; these add up to " + weights);
        }
        return new ConsistentHash(endpoints, key);
    }
}
