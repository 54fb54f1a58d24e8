package io.sluice.server.variable;

import io.sluice.api.exchange.UpstreamTry;
import io.sluice.server.variable.Variable.Plain;
import java.util.List;

/** The lists of $upstream_*: one element for each try, joined by a comma and a space, or by a
 * colon with spaces where the request was redirected inside the server, as nginx writes them. */
final class Tries {
    private Tries() {}

    /** One element of a list. */
    interface Element {
        void append(UpstreamTry each, StringBuilder out);
    }

    static Plain each(Element element) {
        return (exchange, out) -> {
            List<UpstreamTry> tries = exchange.upstreamTries();
            join(tries, element, out);
            return !tries.isEmpty();
        };
    }

    private static void join(List<UpstreamTry> tries, Element element, StringBuilder out) {
        for (int i = 0; i < tries.size(); i++) {
            UpstreamTry each = tries.get(i);
            if (each.equals(UpstreamTry.REDIRECT)) {
                out.append(" : ");
            } else {
                if (i > 0 && !tries.get(i - 1).equals(UpstreamTry.REDIRECT)) {
                    out.append(", ");
                }
                element.append(each, out);
            }
        }
    }

    /** The addresses; an upstream's name or a path may stand there too, so they are escaped like any text. */
    static String addresses(List<UpstreamTry> tries) {
        if (tries.size() < 2) {
            return tries.isEmpty() ? null : tries.get(0).address();
        }
        StringBuilder out = new StringBuilder(tries.size() * 24);
        join(tries, (each, to) -> to.append(each.address()), out);
        return out.toString();
    }

    static void status(int status, StringBuilder out) {
        if (status > 0) {
            out.append(status);
        } else {
            out.append('-');
        }
    }

    static void time(long millis, StringBuilder out) {
        if (millis >= 0) {
            Numbers.seconds(millis, out);
        } else {
            out.append('-');
        }
    }
}
