package io.sluice.server.exchange;

import io.sluice.server.config.ClientConfig;
import io.sluice.server.config.ListenerConfig;
import io.sluice.server.http.ErrorPage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a route says of its clients' connections otherwise than their listener. Thread-safe. */
public final class ClientRules {
    /** All is as the listener says. */
    public static final ClientRules NONE = new ClientRules(ClientConfig.NONE);

    private final ClientConfig config;

    /** Made at the first request by way of a listener; from then on it is only read. */
    private final Map<String, ExchangeContext> byListener = new ConcurrentHashMap<>();

    private ClientRules(ClientConfig config) {
        this.config = config;
    }

    /** These rules. */
    public static ClientRules of(ClientConfig config) {
        return config.equals(ClientConfig.NONE) ? NONE : new ClientRules(config);
    }

    /** What the exchanges of the route on a listener share. */
    ExchangeContext over(ExchangeContext base) {
        if (this == NONE) {
            return base;
        }
        ExchangeContext known = byListener.get(base.listener().name());
        return known != null
                ? known
                : byListener.computeIfAbsent(base.listener().name(), name -> make(base));
    }

    private ExchangeContext make(ExchangeContext base) {
        ListenerConfig listener = config.over(base.listener());
        String server = ExchangeContext.serverName(listener);
        return new ExchangeContext(
                listener,
                base.routes(),
                base.certificates(),
                base.metrics(),
                base.errors(),
                base.accessLogs(),
                base.drains(),
                new ErrorPage(server, base.date()),
                base.disk(),
                server,
                base.date(),
                base.uses());
    }
}
