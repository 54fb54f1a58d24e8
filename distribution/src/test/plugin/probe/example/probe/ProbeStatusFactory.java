package example.probe;

import io.sluice.api.Settings;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusEndpointFactory;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;
import java.util.TreeMap;
import org.pf4j.Extension;

/** Shows every metric, one {@code name value} a line. */
@Extension
public final class ProbeStatusFactory implements StatusEndpointFactory {
    @Override
    public String name() {
        return "probe";
    }

    @Override
    public StatusEndpoint create(Settings settings) {
        return new StatusEndpoint() {
            @Override
            public String path() {
                return "/probe";
            }

            @Override
            public StatusResponse respond(StatusView status) {
                StringBuilder body = new StringBuilder();
                new TreeMap<>(status.metrics())
                        .forEach((name, value) -> body.append(name).append(' ').append(value).append('\n'));
                return StatusResponse.ok("text/plain", body.toString());
            }
        };
    }
}
