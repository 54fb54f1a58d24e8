package io.sluice.server.upstream;

import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.config.UpstreamConfig.Server;
import io.sluice.server.resolve.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a pool takes over from the one that it follows: endpoints by what they are made from, else by their addresses, each
 * once, and what names led to last. Used by the thread that builds the pool, then by the resolver's, which ends it.
 */
final class Inheritance {
    private final List<Server> servers;
    private final Map<Server, List<Found>> found;
    private List<EndpointState> endpoints;

    private Inheritance(List<Server> servers, Map<Server, List<Found>> found, List<EndpointState> endpoints) {
        this.servers = servers;
        this.found = found;
        this.endpoints = endpoints;
    }

    /** Of a pool that follows none. */
    static Inheritance none() {
        return new Inheritance(List.of(), Map.of(), List.of());
    }

    /** Of a pool that was made of this, and has these endpoints. */
    static Inheritance of(UpstreamConfig config, Map<Server, List<Found>> found, List<EndpointState> endpoints) {
        return new Inheritance(config.servers(), found, new ArrayList<>(endpoints));
    }

    /** The endpoint that is to be this one from now on, of those that there were. */
    Optional<EndpointState> endpoint(Served served) {
        Optional<EndpointState> same = endpoints.stream()
                .filter(one -> one.served().equals(served))
                .findFirst()
                .or(() -> endpoints.stream()
                        .filter(one -> one.address().equals(served.server().address()))
                        .findFirst());
        same.ifPresent(endpoints::remove);
        return same.map(one -> one.with(served));
    }

    /** What names led to last holds until they are asked for again. */
    void names(UpstreamConfig config, Map<Server, List<Found>> into) {
        for (Server line : config.servers()) {
            servers.stream()
                    .filter(one -> line.named()
                            && one.named()
                            && NamedServers.question(one).equals(NamedServers.question(line)))
                    .map(found::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(known -> into.put(line, known));
        }
    }

    /** Nothing is taken over any longer. */
    void over() {
        endpoints = List.of();
    }
}
