package io.sluice.server.variable;

import io.sluice.api.Template.Escape;
import io.sluice.api.exchange.ExchangeView;
import java.util.function.Function;

/** One variable of the catalogue. Stateless or thread-safe. */
interface Variable {
    /** Appends the value through {@code escape}; a variable without a value hands it null. */
    void append(ExchangeView exchange, Escape escape, StringBuilder out);

    /** The value as it would be appended, as a text of its own; empty where that is nothing. */
    default String text(ExchangeView exchange, Escape escape) {
        StringBuilder out = new StringBuilder(48);
        append(exchange, escape, out);
        return out.toString();
    }

    /** A variable whose value may hold anything a peer sent. Null stands for no value, as nginx's not_found does. */
    static Variable text(Function<ExchangeView, String> value) {
        return new Text(value);
    }

    /** A value that is a string before it is escaped. */
    record Text(Function<ExchangeView, String> value) implements Variable {
        @Override
        public void append(ExchangeView exchange, Escape escape, StringBuilder out) {
            escape.append(value.apply(exchange), out);
        }

        @Override
        public String text(ExchangeView exchange, Escape escape) {
            if (escape != Escape.NONE) {
                return Variable.super.text(exchange, escape);
            }
            String text = value.apply(exchange);
            return text == null ? "" : text;
        }
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
