package io.sluice.plugins.health.http;

import io.sluice.api.Settings;
import io.sluice.api.health.HealthCheck;
import io.sluice.api.health.HealthCheckFactory;
import io.sluice.api.health.ProbeRequest;
import java.util.List;
import org.pf4j.Extension;

/**
 * The check {@code http}: an endpoint is well whose answer to a request has one of the statuses and, where that is asked for,
 * a body that fits (nginx plus: health_check uri= match=).
 */
@Extension
public final class HttpCheckFactory implements HealthCheckFactory {
    private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");

    @Override
    public String name() {
        return "http";
    }

    @Override
    public HealthCheck create(Settings settings) {
        ProbeRequest request = ProbeRequest.of(settings);
        String method = settings.choice("method", METHODS, "GET");
        Statuses statuses = Statuses.of(settings);
        BodyMatch body = BodyMatch.of(settings);
        if (body != null && method.equals("HEAD")) {
            throw settings.refuse("method", "GET or OPTIONS: the answer to HEAD has no body to look at");
        }
        return probe -> probe.talk(
                new Request(request.head(method, probe, "Accept: */*", "Connection: close"), statuses, body));
    }
}
