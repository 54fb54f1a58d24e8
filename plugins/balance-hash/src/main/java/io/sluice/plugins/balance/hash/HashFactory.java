package io.sluice.plugins.balance.hash;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import java.util.List;
import org.pf4j.Extension;

/** The strategy {@code hash}. Its one setting, {@code key}, is a text with variables and must be there. */
@Extension
public final class HashFactory implements LoadBalancerFactory {
    @Override
    public String name() {
        return "hash";
    }

    @Override
    public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
        return new Hash(endpoints, settings.template("key"));
    }
}
