package io.sluice.api.status;

import java.util.List;
import java.util.Objects;

/**
 * An upstream at one moment.
 *
 * @param name its name in the configuration
 * @param waiting requests that wait for a place at one of its endpoints
 * @param endpoints in the order of the configuration; empty where its names lead nowhere
 */
public record UpstreamView(String name, int waiting, List<EndpointView> endpoints) {
    /** Copies the list. */
    public UpstreamView {
        Objects.requireNonNull(name, "name");
        endpoints = List.copyOf(endpoints);
    }
}
