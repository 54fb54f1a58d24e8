package io.sluice.api;

import io.sluice.api.exchange.ExchangeView;

/**
 * A text with variables ({@code "$remote_addr:${server_port}"}), compiled once when the configuration is loaded.
 * Variables are nginx's, with nginx's values; one that has no value contributes nothing.
 *
 * <p>The text that comes out stands for bytes, one character of ISO-8859-1 for each, as in {@link
 * io.sluice.api.headers.HeadersView}; what the configuration holds beyond ASCII comes out as the bytes of its UTF-8.
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

    /** Turns text into templates. */
    interface Compiler {
        /**
         * Compiles a text whose values go into the line as they are.
         *
         * @throws IllegalArgumentException when the text names a variable that does not exist or is not well formed; the
         *     message says which
         */
        default Template compile(String text) {
            return compile(text, Escape.NONE);
        }

        /**
         * Compiles a text.
         *
         * @param escape what each variable's value passes through; the text between variables does not
         * @throws IllegalArgumentException when the text names a variable that does not exist or is not well formed; the
         *     message says which
         */
        Template compile(String text, Escape escape);
    }

    /**
     * What may change a variable's value on its way into a line: a log format's escaping. Thread-safe. Values that can
     * only hold letters, digits and {@code . : , + - / [ ]} or spaces, such as numbers, times and addresses, may go
     * around it.
     */
    interface Escape {
        /** Appends values as they are, and nothing where there is no value. */
        Escape NONE = (value, out) -> {
            if (value != null) {
                out.append(value);
            }
        };

        /** Appends {@code value}, escaped. A {@code value} of null stands for a variable without a value. */
        void append(String value, StringBuilder out);
    }
}
