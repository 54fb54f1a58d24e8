package io.sluice.server.tls;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When certificates end, and the log's warnings of it. What reads is for any thread; {@link #add} and {@link #look} are
 * guarded by {@link TlsFiles}.
 */
final class Expiries {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final Duration AGAIN = Duration.ofDays(1);

    private final Duration warnBefore;
    private final Clock clock;
    private final List<Watched<Identity>> watched = new CopyOnWriteArrayList<>();
    private Map<Identity, Instant> told = new HashMap<>();

    Expiries(Duration warnBefore, Clock clock) {
        this.warnBefore = warnBefore;
        this.clock = clock;
    }

    /** Adds one, and looks at it. */
    void add(Watched<Identity> identity) {
        watched.add(identity);
        look();
    }

    /** Warns of each certificate that ends soon, unless that was done within a day. */
    void look() {
        Instant now = clock.instant();
        Map<Identity, Instant> still = new HashMap<>();
        for (Watched<Identity> source : watched) {
            Identity identity = source.get();
            Instant last = told.get(identity);
            if (last == null || !now.isBefore(last.plus(AGAIN))) {
                last = tell(identity, now) ? now : null;
            }
            if (last != null) {
                still.put(identity, last);
            }
        }
        told = still;
    }

    long secondsToFirst() {
        return watched.stream()
                .mapToLong(
                        source -> Duration.between(clock.instant(), source.get().notAfter())
                                .toSeconds())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    List<TlsFiles.Expiry> all() {
        return watched.stream()
                .map(Watched::get)
                .map(one -> new TlsFiles.Expiry(one.source().certificate(), one.names(), one.notAfter(), one.serial()))
                .sorted(Comparator.comparing(TlsFiles.Expiry::notAfter))
                .toList();
    }

    private boolean tell(Identity identity, Instant now) {
        Duration left = Duration.between(now, identity.notAfter());
        if (left.isNegative()) {
            LOG.error("{} ended at {}: clients refuse it", named(identity), identity.notAfter());
            return true;
        } else if (left.compareTo(warnBefore) < 0) {
            LOG.warn("{} ends at {}, in {} days", named(identity), identity.notAfter(), left.toDays());
            return true;
        }
        return false;
    }

    private static String named(Identity identity) {
        return identity.source().place() + ": " + identity.source().certificate() + ": the certificate, "
                + Subjects.of(identity.certificate()) + ", for " + String.join(" ", identity.names()) + ",";
    }
}
