package io.sluice.server.resolve;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One address that a {@link Question} led to.
 *
 * @param address IPv4 or IPv6
 * @param port of a service; 0 of a host, whose port is not a matter of names
 * @param priority of a service: those with the lowest number come first; 0 of a host
 * @param weight of a service, 1 or more; 0 of a host
 * @param host the name that has the address, without a dot at the end
 */
public record Found(InetAddress address, int port, int priority, int weight, String host) {
    private static final Comparator<Found> AS_NGINX = Comparator.comparingInt(Found::priority)
            .thenComparing(Comparator.comparingInt(Found::weight).reversed())
            .thenComparing(Found::host)
            .thenComparingInt(found -> found.address.getAddress().length)
            .thenComparing(found -> found.address.getAddress(), Arrays::compareUnsigned)
            .thenComparingInt(Found::port);

    /**
     * In nginx's order, which does not depend on that of the answer: by priority, weight, name, family and address
     * ({@code ngx_http_upstream_zone_cmp_resolved}).
     */
    static List<Found> sorted(List<Found> all) {
        return all.stream().sorted(AS_NGINX).distinct().toList();
    }
}
