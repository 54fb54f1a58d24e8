package io.sluice.server.route;

import io.sluice.server.config.HostConfig;
import io.sluice.server.variable.Assigning;
import io.sluice.server.variable.Assignments;
import java.util.List;
import java.util.Optional;

/**
 * Finds the host of a name that a client asks for by SNI, by the rules by which {@link RouteTable} finds that of a request.
 * Of one listener. Immutable and thread-safe.
 */
public final class HostTable {
    /** What groups catch counts in exchanges, not in handshakes. */
    private static final Assigning NOWHERE = Assignments::new;

    private final NameTable<Optional<HostConfig>> names;

    /**
     * Builds the table.
     *
     * @param listener the name of the listener
     * @param hosts in the order of the file
     */
    public HostTable(String listener, List<HostConfig> hosts) {
        List<HostConfig> served = hosts.stream()
                .filter(host -> host.listeners().contains(listener))
                .toList();
        this.names = new NameTable<>(served, Optional.empty(), Optional::of);
    }

    /** The host; empty where none has the name, in lower case, without a last dot. */
    public Optional<HostConfig> find(String name) {
        return names.find(name, NOWHERE);
    }
}
