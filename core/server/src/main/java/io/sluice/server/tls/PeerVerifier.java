package io.sluice.server.tls;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verifies peers by files that may change, and remembers for a while what it found, so that it costs nothing when a
 * session is taken up again or a certificate is asked for after the handshake. Thread-safe, without a lock.
 */
final class PeerVerifier {
    private static final int REMEMBERED = 4096;
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Watched<List<X509Certificate>> authorities;
    private final Optional<Watched<List<X509CRL>>> crls;
    private final int depth;
    private final ChainVerifier.Purpose purpose;
    private final Clock clock;
    private final Map<List<X509Certificate>, Found> remembered = new ConcurrentHashMap<>();

    PeerVerifier(
            Watched<List<X509Certificate>> authorities,
            Optional<Watched<List<X509CRL>>> crls,
            int depth,
            ChainVerifier.Purpose purpose,
            Clock clock) {
        this.authorities = authorities;
        this.crls = crls;
        this.depth = depth;
        this.purpose = purpose;
        this.clock = clock;
    }

    /** What was found, and with which files. */
    private record Found(Optional<ChainError> error, Object authorities, Object crls, Instant at) {}

    List<X509Certificate> authorities() {
        return authorities.get();
    }

    /**
     * Why the chain is not good; empty where it is.
     *
     * @param sent the peer's own certificate first
     */
    Optional<ChainError> verify(List<X509Certificate> sent) {
        List<X509Certificate> trusted = authorities.get();
        List<X509CRL> lists = crls.map(Watched::get).orElse(null);
        Instant now = clock.instant();
        Found found = remembered.get(sent);
        if (found == null
                || found.authorities != trusted
                || found.crls != lists
                || found.at.plus(FRESH).isBefore(now)) {
            ChainVerifier verifier = new ChainVerifier(
                    new ChainVerifier.Trust(trusted, Optional.ofNullable(lists), depth, purpose), clock);
            found = new Found(verifier.verify(sent), trusted, lists, now);
            if (remembered.size() >= REMEMBERED) {
                remembered.clear();
            }
            remembered.put(List.copyOf(sent), found);
        }
        return found.error;
    }
}
