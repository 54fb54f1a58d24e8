package io.sluice.plugins.headers.forwarded;

import io.sluice.api.exchange.AddressText;
import io.sluice.api.headers.FieldRules;
import java.net.Inet6Address;
import java.net.InetAddress;

/** One element of the field Forwarded (RFC 7239 section 4), such as {@code for="[2001:db8::1]";host=example.com;proto=https}. */
final class ForwardedElement {
    private ForwardedElement() {}

    /**
     * The element.
     *
     * @param peer whom the request came from
     * @param host the Host field, or null
     * @param scheme {@code http} or {@code https}
     */
    static String of(InetAddress peer, String host, String scheme) {
        StringBuilder out = new StringBuilder(80).append("for=");
        if (peer instanceof Inet6Address) {
            // Section 6: brackets, and quotation marks because a colon is no part of a token.
            out.append("\"[");
            AddressText.append(peer, out);
            out.append("]\"");
        } else {
            AddressText.append(peer, out);
        }
        if (host != null && !host.isEmpty()) {
            out.append(";host=");
            value(host, out);
        }
        return out.append(";proto=").append(scheme).toString();
    }

    /** A token as it is, anything else as a quoted string (RFC 9110 section 5.6.4). */
    private static void value(String text, StringBuilder out) {
        if (FieldRules.token(text)) {
            out.append(text);
            return;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
