package io.sluice.server.variable;

import io.sluice.api.Template;
import io.sluice.api.exchange.ExchangeView;
import java.util.List;

/** A template of several parts, in order. */
final class Compiled implements Template {
    private final Template[] parts;

    private Compiled(List<Template> parts) {
        this.parts = parts.toArray(Template[]::new);
    }

    static Template of(List<Template> parts) {
        return switch (parts.size()) {
            case 0 -> new Literal("");
            case 1 -> parts.get(0);
            default -> new Compiled(parts);
        };
    }

    @Override
    public void append(ExchangeView exchange, StringBuilder out) {
        for (Template part : parts) {
            part.append(exchange, out);
        }
    }

    @Override
    public boolean constant() {
        // Literals that touch were joined: of several parts, one is a variable.
        return false;
    }

    /** The text between variables: characters that stand for bytes. */
    record Literal(String bytes) implements Template {
        /** The text of the configuration, as nginx sees it: the bytes of its UTF-8. */
        static Literal of(String text) {
            return new Literal(Octets.of(text));
        }

        @Override
        public void append(ExchangeView exchange, StringBuilder out) {
            out.append(bytes);
        }

        @Override
        public boolean constant() {
            return true;
        }

        @Override
        public String text(ExchangeView exchange) {
            return bytes;
        }
    }

    /** A variable with the escaping it was compiled for. */
    record Value(Variable variable, Escape escape) implements Template {
        @Override
        public void append(ExchangeView exchange, StringBuilder out) {
            variable.append(exchange, escape, out);
        }

        @Override
        public boolean constant() {
            return false;
        }

        @Override
        public String text(ExchangeView exchange) {
            return variable.text(exchange, escape);
        }
    }
}
