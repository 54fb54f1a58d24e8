package io.sluice.plugins.balance.consistenthash;

import io.sluice.api.Settings;
import io.sluice.api.Template;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import java.util.List;
import org.pf4j.Extension;

/**
 * The strategy {@code consistent-hash}. Its settings: {@code key}, which must be there, is a text with variables; {@code
 * balance-factor}, without bound by default, is the most that an endpoint serves, in percent of the mean for its weight.
 */
@Extension
public final class ConsistentHashFactory implements LoadBalancerFactory {
    private static final int GREATEST_FACTOR = 100_000;

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
        return new ConsistentHash(endpoints, key, settings.integer("balance-factor", 100, GREATEST_FACTOR, 0));
    }
}
