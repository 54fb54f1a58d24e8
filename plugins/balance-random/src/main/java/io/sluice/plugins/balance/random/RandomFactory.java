package io.sluice.plugins.balance.random;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.pf4j.Extension;

/**
 * The strategy {@code random}. Its one setting, {@code two}, off by default, has two endpoints chosen and takes the one that
 * serves less for its weight.
 */
@Extension
public final class RandomFactory implements LoadBalancerFactory {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
        return new RandomChoice(
                endpoints,
                settings.bool("two", false),
                bound -> ThreadLocalRandom.current().nextLong(bound));
    }
}
