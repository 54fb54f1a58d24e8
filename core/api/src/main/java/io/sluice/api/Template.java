package io.sluice.api;

import io.sluice.api.exchange.ExchangeView;

/**
 * A text with variables ({@code "$remote_addr:${server_port}"}), compiled once when the configuration is loaded.
 * Variables are nginx's, with nginx's values; one that has no value contributes nothing.
 *
 * <p>Thread-safe and immutable. Called on worker threads: evaluation never blocks.
 */
public interface Template {
    /** Appends this template's text for the exchange to {@code out}. */
    void append(ExchangeView exchange, StringBuilder out);

    /** Whether the text is the same for every exchange. */
    boolean constant();

    /** This template's text for the exchange. */
    default String text(ExchangeView exchange) {
        StringBuilder out = new StringBuilder(64);
        append(exchange, out);
        return out.toString();
    }

    /**
     * Turns text into templates.
     */
    interface Compiler {
        /**
         * Compiles a text.
         *
         * @throws IllegalArgumentException when the text names a variable that does not exist or is not well formed; the
         *     message says which
         */
        Template compile(String text);
    }

    /** What may change a variable's value on its way into a line: a log format's escaping. */
    interface Escape {
        /** Appends {@code value}, escaped. A {@code value} of null stands for a variable without a value. */
        void append(String value, StringBuilder out);
    }
}
