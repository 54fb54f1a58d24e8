package io.sluice.api.status;

import java.util.Objects;

/**
 * A listener at one moment.
 *
 * @param name its name in the configuration; {@code admin} is the admin listener's
 * @param address what it is bound to, {@code 0.0.0.0:8080} or {@code [::]:8443}
 * @param tls whether it speaks TLS
 */
public record ListenerView(String name, String address, boolean tls) {
    /** Checks that nothing is null. */
    public ListenerView {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
    }
}
