package io.sluice.plugins.headers.rules;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.Headers;

/** Applies the changes of each direction. */
final class RulesPolicy implements HeaderPolicy {
    private final FieldChanges request;
    private final FieldChanges response;
    private final boolean always;

    RulesPolicy(FieldChanges request, FieldChanges response, boolean always) {
        this.request = request;
        this.response = response;
        this.always = always;
    }

    @Override
    public void onRequest(Headers headers, ExchangeView exchange) {
        request.remove(headers);
        request.write(headers, exchange);
    }

    @Override
    public void onResponse(Headers headers, ExchangeView exchange) {
        response.remove(headers);
        if (always || addHeaderApplies(exchange.status())) {
            response.write(headers, exchange);
        }
    }

    /** The statuses of nginx's add_header without its word {@code always}. */
    private static boolean addHeaderApplies(int status) {
        return switch (status) {
            case 200, 201, 204, 206, 301, 302, 303, 304, 307, 308 -> true;
            default -> false;
        };
    }
}
