package io.sluice.server.variable;

import io.sluice.api.Template.Escape;
import io.sluice.api.exchange.ExchangeView;
import java.util.function.Function;

/** One variable of the catalogue. Stateless or thread-safe. */
interface Variable {
    /** Appends the value through {@code escape}; a variable without a value hands it null. */
    void append(ExchangeView exchange, Escape escape, StringBuilder out);

    /** A variable whose value may hold anything a peer sent. Null stands for no value, as nginx's not_found does. */
    static Variable text(Function<ExchangeView, String> value) {
        return (exchange, escape, out) -> escape.append(value.apply(exchange), out);
    }

    /** A variable whose value holds nothing that any format escapes: it is appended without becoming a string. */
    static Variable plain(Plain value) {
        return (exchange, escape, out) -> {
            if (!value.append(exchange, out)) {
                escape.append(null, out);
            }
        };
    }

    /** Numbers, times and addresses. */
    interface Plain {
        /** Appends the value; false, with nothing appended, where there is none. */
        boolean append(ExchangeView exchange, StringBuilder out);
    }
}
