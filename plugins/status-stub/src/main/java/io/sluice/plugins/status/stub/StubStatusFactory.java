package io.sluice.plugins.status.stub;

import io.sluice.api.Settings;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusEndpointFactory;
import org.pf4j.Extension;

/** The status endpoint {@code stub}: nginx's stub_status, byte for byte. It has no settings. */
@Extension
public final class StubStatusFactory implements StatusEndpointFactory {
    @Override
    public String name() {
        return "stub";
    }

    @Override
    public StatusEndpoint create(Settings settings) {
        return new StubStatus();
    }
}
