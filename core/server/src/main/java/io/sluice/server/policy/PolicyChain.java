package io.sluice.server.policy;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.Fields;
import java.util.List;
import java.util.stream.Stream;

/**
 * The header policies of one route. Each sees what the ones before it have made; the order is that of the configuration,
 * those of the host first, for requests and for responses alike.
 *
 * <p>Immutable and thread-safe; the calls are for workers.
 */
public final class PolicyChain {
    /** No policies. */
    public static final PolicyChain EMPTY = new PolicyChain(List.of());

    private final Named[] policies;

    private PolicyChain(List<Named> policies) {
        this.policies = policies.toArray(Named[]::new);
    }

    /**
     * A policy and what to call it.
     *
     * @param name its name in the configuration, for messages
     * @param policy the policy
     */
    public record Named(String name, HeaderPolicy policy) {}

    /** These policies in this order. */
    public static PolicyChain of(List<Named> policies) {
        return policies.isEmpty() ? EMPTY : new PolicyChain(policies);
    }

    /** These policies and then those. */
    public PolicyChain then(PolicyChain next) {
        if (next.isEmpty()) {
            return this;
        }
        return of(Stream.of(policies, next.policies).flatMap(Stream::of).toList());
    }

    /** Whether there is no policy. */
    public boolean isEmpty() {
        return policies.length == 0;
    }

    /**
     * Lets the policies change the fields that go to the back end: after the fields of the client's connection were taken
     * off, with Host in its place, and before the fields of the back end's connection are put on.
     *
     * @throws ProxyException of kind {@link ErrorKind#PLUGIN_FAILURE} when a policy throws; {@code fields} are then as it
     *     left them
     */
    public void onRequest(Fields fields, ExchangeView exchange) {
        if (policies.length == 0) {
            return;
        }
        GuardedHeaders headers = new GuardedHeaders(fields, true);
        try {
            for (Named each : policies) {
                try {
                    each.policy().onRequest(headers, exchange);
                } catch (VirtualMachineError e) {
                    throw e;
                } catch (Throwable e) {
                    throw failure(each, "request", e);
                }
            }
        } finally {
            headers.release();
        }
    }

    /**
     * Lets the policies change the fields that go to the client, before those of the client's connection are put on. Also
     * for the server's own answers; when this throws for one of them, it is sent without policies.
     *
     * @throws ProxyException as {@link #onRequest}
     */
    public void onResponse(Fields fields, ExchangeView exchange) {
        if (policies.length == 0) {
            return;
        }
        GuardedHeaders headers = new GuardedHeaders(fields, false);
        try {
            for (Named each : policies) {
                try {
                    each.policy().onResponse(headers, exchange);
                } catch (VirtualMachineError e) {
                    throw e;
                } catch (Throwable e) {
                    throw failure(each, "response", e);
                }
            }
        } finally {
            headers.release();
        }
    }

    private static ProxyException failure(Named each, String phase, Throwable cause) {
        return new ProxyException(
                ErrorKind.PLUGIN_FAILURE, "policy '" + each.name() + "' on the " + phase + ": " + cause, cause);
    }
}
