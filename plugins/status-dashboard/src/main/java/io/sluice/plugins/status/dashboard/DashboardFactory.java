package io.sluice.plugins.status.dashboard;

import io.sluice.api.Settings;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusEndpointFactory;
import java.time.Clock;
import org.pf4j.Extension;

/**
 * The status endpoint {@code dashboard}: a page for people, on the admin listener. Its setting:
 *
 * <ul>
 *   <li>{@code path}: where the page is, a path that begins with /; {@code /} by default. What belongs to it is below that path,
 *       and below {@code /dashboard} where that is {@code /}
 * </ul>
 */
@Extension
public final class DashboardFactory implements StatusEndpointFactory {
    private static final String PATH = "/";

    @Override
    public String name() {
        return "dashboard";
    }

    @Override
    public StatusEndpoint create(Settings settings) {
        String path = settings.string("path", PATH);
        if (!path.matches("/([A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*)?")) {
            throw settings.refuse("path", "a path such as / or /dashboard, of letters, digits and . _ ~ - /");
        }
        return new Dashboard(path, Clock.systemUTC());
    }
}
