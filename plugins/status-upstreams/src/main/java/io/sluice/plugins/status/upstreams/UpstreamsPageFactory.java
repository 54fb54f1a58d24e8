package io.sluice.plugins.status.upstreams;

import io.sluice.api.Settings;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusEndpointFactory;
import org.pf4j.Extension;

/** The status endpoint {@code upstreams}: how each endpoint of each upstream fares, as JSON. It has no settings. */
@Extension
public final class UpstreamsPageFactory implements StatusEndpointFactory {
    @Override
    public String name() {
        return "upstreams";
    }

    @Override
    public StatusEndpoint create(Settings settings) {
        return new UpstreamsPage();
    }
}
