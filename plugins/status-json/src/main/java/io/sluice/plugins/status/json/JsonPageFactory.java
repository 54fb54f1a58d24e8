package io.sluice.plugins.status.json;

import io.sluice.api.Settings;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusEndpointFactory;
import org.pf4j.Extension;

/**
 * The status endpoint {@code json}: all that is known of the server in one document, for scripts. Its setting:
 *
 * <ul>
 *   <li>{@code path}: where the admin listener mounts it, a path that begins with /; {@code /status} by default
 * </ul>
 */
@Extension
public final class JsonPageFactory implements StatusEndpointFactory {
    private static final String PATH = "/status";

    @Override
    public String name() {
        return "json";
    }

    @Override
    public StatusEndpoint create(Settings settings) {
        String path = settings.string("path", PATH);
        if (!path.matches("/[A-Za-z0-9._~/-]*")) {
            throw settings.refuse("path", "a path such as " + PATH + ", of letters, digits and . _ ~ - /");
        }
        return new JsonPage(path);
    }
}
