package io.sluice.plugins.health.websocket;

import io.sluice.api.Settings;
import io.sluice.api.headers.FieldRules;
import io.sluice.api.health.HealthCheck;
import io.sluice.api.health.HealthCheckFactory;
import io.sluice.api.health.ProbeRequest;
import java.util.List;
import org.pf4j.Extension;

/**
 * The check {@code websocket}: an endpoint is well that takes a WebSocket handshake and answers a ping. It finds those that
 * still take connections, or even answer requests, and no longer serve WebSockets.
 */
@Extension
public final class WebSocketCheckFactory implements HealthCheckFactory {
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public HealthCheck create(Settings settings) {
        ProbeRequest request = ProbeRequest.of(settings);
        Settings headers = settings.block("headers");
        headers.keys().stream().filter(PROTOCOL::equalsIgnoreCase).findAny().ifPresent(name -> {
            throw headers.refuse(name, "another field: subprotocols are the setting \"protocols\"");
        });
        List<String> protocols = settings.strings("protocols");
        for (int i = 0; i < protocols.size(); i++) {
            if (!FieldRules.token(protocols.get(i))) {
                throw settings.refuse("protocols", i, "the name of a subprotocol, a token");
            }
        }
        boolean ping = settings.bool("ping", true);
        return probe -> {
            Handshake handshake = Handshake.fresh(protocols);
            return probe.talk(new Greeting(request.head("GET", probe, handshake.lines()), handshake, ping));
        };
    }
}
