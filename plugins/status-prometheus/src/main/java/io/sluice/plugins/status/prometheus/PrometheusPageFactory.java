package io.sluice.plugins.status.prometheus;

import io.sluice.api.Settings;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusEndpointFactory;
import org.pf4j.Extension;

/**
 * The status endpoint {@code prometheus}: every figure with its labels. Its setting:
 *
 * <ul>
 *   <li>{@code path}: where the admin listener mounts it, a path that begins with /; {@code /metrics} by default
 * </ul>
 */
@Extension
public final class PrometheusPageFactory implements StatusEndpointFactory {
    private static final String PATH = "/metrics";

    @Override
    public String name() {
        return "prometheus";
    }

    @Override
    public StatusEndpoint create(Settings settings) {
        String path = settings.string("path", PATH);
        if (!path.matches("/[A-Za-z0-9._~/-]*")) {
            throw settings.refuse("path", "a path such as " + PATH + ", of letters, digits and . _ ~ - /");
        }
        return new PrometheusPage(path);
    }
}
