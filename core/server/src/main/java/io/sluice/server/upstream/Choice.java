package io.sluice.server.upstream;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.Fields;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The endpoints of a pool in the order in which one exchange asks them: first those that it is held to, then as the balancer
 * ranks them, backups after all others; each at most once. Confined to the exchange's worker.
 */
final class Choice {
    private final Pool pool;
    private final ExchangeView exchange;
    private EndpointList endpoints;
    private List<Endpoint> held;
    private int heldTried;
    private Iterator<Endpoint> ranked;
    private boolean backups;
    private EndpointState first;
    private Set<EndpointState> more = Set.of();
    private int skipped;

    Choice(Pool pool, ExchangeView exchange) {
        this.pool = pool;
        this.exchange = exchange;
        this.endpoints = pool.endpoints();
    }

    /** The list that is chosen from. */
    EndpointList endpoints() {
        return endpoints;
    }

    /** Those that were tried may come again. */
    void forget() {
        first = null;
        more = Set.of();
        heldTried = 0;
        anew();
    }

    /** Holds the client to this endpoint, where the pool is sticky and the exchange was not held to it. */
    void hold(EndpointState answered, Fields fields) {
        if (endpoints.sticky() != null && !held.contains(answered)) {
            endpoints.sticky().hold(answered, fields, exchange);
        }
    }

    /** The first endpoint that the exchange is held to and that can be used, backup or not; null where there is none. */
    private EndpointState chooseHeld() {
        if (held == null) {
            held = endpoints.sticky() == null ? List.of() : endpoints.sticky().heldTo(exchange);
        }
        while (heldTried < held.size()) {
            if (held.get(heldTried++) instanceof EndpointState state && !wasTried(state) && state.acquire(true)) {
                return remember(state);
            }
        }
        return null;
    }

    /**
     * The next endpoint, with a place taken at it; null where there is none.
     *
     * @throws ProxyException of kind {@link ErrorKind#PLUGIN_FAILURE}
     */
    @SuppressWarnings("ReferenceEquality") // another list, though its endpoints be the same
    EndpointState next() {
        EndpointState before = chooseHeld();
        if (before != null) {
            return before;
        }
        while (true) {
            Endpoint endpoint = rank();
            if (endpoint == null) {
                if (!backups && endpoints.backups() != null) {
                    backups = true;
                    ranked = null;
                } else if (endpoints != pool.endpoints()) {
                    anew(); // what is left may have come since
                } else {
                    return null;
                }
            } else if (endpoint instanceof EndpointState state && !wasTried(state) && state.acquire(false)) {
                return remember(state);
            } else if (++skipped > endpoints.all().size()) {
                throw failure("it ranks endpoints of others, or the same ones again", null);
            }
        }
    }

    /** Begins anew, with the endpoints of now; those that were tried do not come again. */
    void anew() {
        endpoints = pool.endpoints();
        ranked = null;
        backups = false;
        skipped = 0;
    }

    private Endpoint rank() {
        try {
            if (ranked == null) {
                LoadBalancer balancer = backups ? endpoints.backups() : endpoints.balancer();
                if (balancer == null) {
                    return null;
                }
                ranked = balancer.rank(exchange);
            }
            return ranked.hasNext() ? ranked.next() : null;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw failure(e.toString(), e);
        }
    }

    private ProxyException failure(String what, Throwable cause) {
        return new ProxyException(
                ErrorKind.PLUGIN_FAILURE,
                "strategy '" + pool.config().strategy() + "' of upstream '"
                        + pool.config().name() + "' failed: " + what,
                cause);
    }

    private boolean wasTried(EndpointState endpoint) {
        return endpoint == first || more.contains(endpoint);
    }

    /** Most exchanges try one endpoint, so that needs no set. */
    private EndpointState remember(EndpointState endpoint) {
        if (first == null) {
            first = endpoint;
        } else {
            if (more.isEmpty()) {
                more = new HashSet<>();
            }
            more.add(endpoint);
        }
        return endpoint;
    }
}
