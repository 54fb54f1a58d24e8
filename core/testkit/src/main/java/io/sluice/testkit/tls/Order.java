package io.sluice.testkit.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What is to be issued. Begins as a server's certificate that is valid since yesterday and for 90 days; each method answers
 * a changed copy.
 *
 * @param names host names and IPv4 addresses, the first of which is the common name, too
 * @param key the kind of key
 * @param notBefore the first moment
 * @param notAfter the last moment
 * @param usage what it is for
 */
public record Order(List<String> names, Key key, Instant notBefore, Instant notAfter, Usage usage) {
    /** What a certificate is for. */
    public enum Usage {
        /** To be shown by servers. */
        SERVER,
        /** To be shown by clients. */
        CLIENT,
        /** To issue others. */
        AUTHORITY
    }

    /** A server's certificate for these names, which spaces separate. */
    public static Order of(String names, Key key) {
        return now(List.of(names.split(" ")), key, Usage.SERVER);
    }

    /** The certificate of an authority by this name. */
    static Order authority(String name, Key key) {
        return now(List.of(name), key, Usage.AUTHORITY);
    }

    /** Valid between these moments, of which the seconds count. */
    public Order valid(Instant from, Instant until) {
        return new Order(names, key, from, until, usage);
    }

    /** For another use. */
    public Order usage(Usage other) {
        return new Order(names, key, notBefore, notAfter, other);
    }

    private static Order now(List<String> names, Key key, Usage usage) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new Order(names, key, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(90)), usage);
    }
}
