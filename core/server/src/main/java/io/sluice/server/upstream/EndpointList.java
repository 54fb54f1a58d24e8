package io.sluice.server.upstream;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.Stickiness;
import io.sluice.server.config.UpstreamConfig.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The endpoints of a pool at one time, with what chooses among them: an exchange keeps to the one that it began with
 * as long as that has an endpoint for it. Immutable but for how the endpoints fare.
 *
 * @param all in the order of the configuration; may be empty
 * @param balancer ranks the ordinary ones; null where there are none
 * @param backups ranks the backups; null where there are none
 * @param sticky holds clients to them; null for nothing
 */
record EndpointList(List<EndpointState> all, LoadBalancer balancer, LoadBalancer backups, Sticky sticky) {
    /** Without endpoints. */
    static final EndpointList EMPTY = new EndpointList(List.of(), null, null, null);

    /**
     * Makes lists.
     *
     * @param pool the name of the pool, for messages
     * @param endpoints makes an endpoint
     * @param balancers makes the balancer of some endpoints; called for the ordinary ones and for the backups, never with an
     *     empty list
     * @param stickiness makes what holds clients to endpoints, of all of them, at least one; null for nothing
     */
    record Makers(
            String pool,
            Function<Served, EndpointState> endpoints,
            Function<List<Endpoint>, LoadBalancer> balancers,
            Function<List<Endpoint>, Stickiness> stickiness) {
        /** The list that follows {@code before}, whose endpoints that are to be the same ones stay what they are. */
        EndpointList list(EndpointList before, List<Served> wanted) {
            List<EndpointState> free = new ArrayList<>(before.all());
            List<EndpointState> all = new ArrayList<>();
            for (Served one : wanted) {
                EndpointState same = free.stream()
                        .filter(state -> state.served().equals(one))
                        .findFirst()
                        .orElseGet(() -> endpoints.apply(one));
                free.remove(same);
                all.add(same);
            }
            EndpointList list =
                    new EndpointList(List.copyOf(all), balancer(all, false), balancer(all, true), sticky(all));
            return list;
        }

        private LoadBalancer balancer(List<EndpointState> all, boolean backup) {
            List<Endpoint> some = all.stream()
                    .<Endpoint>map(endpoint -> endpoint)
                    .filter(endpoint -> endpoint.backup() == backup)
                    .toList();
            return some.isEmpty() ? null : balancers.apply(some);
        }

        private Sticky sticky(List<EndpointState> all) {
            Stickiness holds = stickiness == null || all.isEmpty() ? null : stickiness.apply(List.copyOf(all));
            return holds == null ? null : new Sticky("what makes upstream '" + pool + "' sticky", holds);
        }
    }

    /** It is in force from now on. */
    EndpointList begin() {
        all.forEach(endpoint -> endpoint.only(all.size() == 1));
        return this;
    }

    /** How many endpoints are not down. */
    int usable() {
        int count = 0;
        for (int i = 0; i < all.size(); i++) {
            count += all.get(i).down() ? 0 : 1;
        }
        return count;
    }

    /** Whether none is to be used, and some for an operator's command alone. */
    boolean withdrawn() {
        return all.stream().noneMatch(one -> one.use() == Use.UP)
                && all.stream().anyMatch(EndpointState::withdrawn);
    }

    /** Whether one could be used if it were not full. */
    boolean full() {
        return all.stream().anyMatch(one -> one.use() == Use.UP && one.healthy() && one.full());
    }

    /** Whether one can be used, or could be if it were not full. */
    boolean mayServe() {
        return available() || full();
    }

    /** Whether one can be used. */
    boolean available() {
        return all.stream().anyMatch(EndpointState::available);
    }

    /** Those of this list that the other one does not have. */
    List<EndpointState> without(EndpointList other) {
        List<EndpointState> some = new ArrayList<>(all);
        some.removeAll(other.all());
        return some;
    }

    /** Their addresses, each after the sign, for the log. */
    static String text(String sign, List<EndpointState> endpoints) {
        StringBuilder text = new StringBuilder();
        endpoints.forEach(endpoint -> text.append(sign).append(endpoint.addressText()));
        return text.toString();
    }
}
