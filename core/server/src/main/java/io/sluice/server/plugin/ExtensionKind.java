package io.sluice.server.plugin;

import io.sluice.api.NamedExtension;
import io.sluice.api.accesslog.AccessLogFormatFactory;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.balance.StickinessFactory;
import io.sluice.api.headers.HeaderPolicyFactory;
import io.sluice.api.health.HealthCheckFactory;
import io.sluice.api.status.StatusEndpointFactory;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The extension points that there are; {@link #word} is the first word of a shipped plugin's id. */
enum ExtensionKind {
    BALANCE("balance", LoadBalancerFactory.class),
    STICKY("sticky", StickinessFactory.class),
    HEADERS("headers", HeaderPolicyFactory.class),
    ACCESSLOG("accesslog", AccessLogFormatFactory.class),
    STATUS("status", StatusEndpointFactory.class),
    HEALTH("health", HealthCheckFactory.class);

    private final String word;
    private final Class<? extends NamedExtension> type;

    ExtensionKind(String word, Class<? extends NamedExtension> type) {
        this.word = word;
        this.type = type;
    }

    /** The word for messages and lists. */
    String word() {
        return word;
    }

    /** The interface that an extension of this kind implements. */
    Class<? extends NamedExtension> type() {
        return type;
    }

    /** The kind whose interface is exactly {@code type}. */
    static ExtensionKind of(Class<?> type) {
        return Arrays.stream(values())
                .filter(kind -> kind.type == type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " is no extension point"));
    }

    /** The kinds that a class implements: none, one, or several. */
    static Set<ExtensionKind> implementedBy(Class<?> implementation) {
        Set<ExtensionKind> out = EnumSet.noneOf(ExtensionKind.class);
        for (ExtensionKind kind : values()) {
            if (kind.type.isAssignableFrom(implementation)) {
                out.add(kind);
            }
        }
        return out;
    }
}
