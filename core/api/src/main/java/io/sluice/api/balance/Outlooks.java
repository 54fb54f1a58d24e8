package io.sluice.api.balance;

import java.util.List;

/**
 * The outlook that choices share, and whether another is worth its cost: only once nothing has changed from one choice to the
 * next, and later where the one before was in vain. Until then each choice asks the endpoints itself, which costs less than an
 * outlook for a single choice.
 *
 * <p>Thread-safe. What is counted here is written without care for other threads: what of it is lost makes an outlook come
 * sooner or later, and no choice another.
 */
final class Outlooks {
    /** So many choices without a change at most are waited for. */
    private static final int LONGEST = 32;

    /** An outlook that served so many choices more was not in vain. */
    private static final int ENOUGH = 8;

    private final Changes changes;
    private final List<Endpoint> endpoints;
    private volatile Outlook latest;

    /** The count of changes at the last choice that found no outlook. */
    private long count;

    /** So many choices are to find that count before there is an outlook. */
    private int pause = 1;

    /** So many of these are left. */
    private int left = 1;

    /** How many choices the latest has served, {@link #ENOUGH} at most. */
    private int served = ENOUGH;

    /** Of these; {@code changes} is null where nobody tells of them: then there never is an outlook. */
    Outlooks(Changes changes, List<Endpoint> endpoints) {
        this.changes = changes;
        this.endpoints = endpoints;
    }

    /** The outlook for an exchange's first choice; null where the endpoints are to be asked themselves. */
    Outlook forChoice() {
        Outlook known = kept();
        if (known != null) {
            hasServed();
            return known;
        }
        return changes != null && isCalm() ? renew() : null;
    }

    /** The one that there is and that holds, or null. */
    Outlook kept() {
        Outlook known = latest;
        return known != null && known.holds() ? known : null;
    }

    /** It has served one more choice. */
    void hasServed() {
        if (served < ENOUGH) {
            served++;
        }
    }

    private boolean isCalm() {
        long now = changes.count();
        if (now != count) {
            count = now;
            left = pause;
            return false;
        }
        left--;
        return left <= 0;
    }

    private Outlook renew() {
        pause = served >= ENOUGH ? 1 : Math.min(LONGEST, 2 * pause);
        left = pause;
        served = 0;
        Outlook made = new Outlook(changes, endpoints);
        latest = made;
        return made;
    }
}
