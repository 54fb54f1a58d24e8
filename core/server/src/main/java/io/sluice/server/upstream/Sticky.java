package io.sluice.server.upstream;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.Stickiness;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.Fields;
import io.sluice.server.policy.FieldGuard;
import java.util.List;

/** What holds a pool's clients to its endpoints; a plugin that throws fails the exchange as {@code plugin-failure}. */
final class Sticky {
    private final String name;
    private final Stickiness stickiness;

    /** {@code name} is for messages. */
    Sticky(String name, Stickiness stickiness) {
        this.name = name;
        this.stickiness = stickiness;
    }

    /** The endpoints that the exchange is held to, the first of them first. */
    List<Endpoint> heldTo(ExchangeView exchange) {
        try {
            return List.copyOf(stickiness.heldTo(exchange));
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw new ProxyException(ErrorKind.PLUGIN_FAILURE, name + " on the request: " + e, e);
        }
    }

    /** Holds the client to this endpoint from now on, by the fields that go to it. */
    void hold(Endpoint chosen, Fields fields, ExchangeView exchange) {
        FieldGuard.response(fields, name, headers -> stickiness.hold(chosen, headers, exchange));
    }
}
