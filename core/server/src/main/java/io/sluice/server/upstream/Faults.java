package io.sluice.server.upstream;

/**
 * How often an endpoint failed of late, as nginx counts it (ngx_http_upstream_rr_peer_t: fails, accessed, checked).
 * Immutable. Times are in nanoseconds of the pool's clock.
 *
 * @param fails failures since it was last found to be well
 * @param accessed when it last failed
 * @param checked when it last failed or, with that past the fail timeout, was chosen
 * @param lost the weight that all failures have cost it
 */
record Faults(int fails, long accessed, long checked, long lost) {
    static final Faults NONE = new Faults(0, 0, 0, 0);

    Faults failed(long now, int weightLost) {
        return new Faults(fails + 1, now, now, lost + weightLost);
    }

    /** Chosen again, to find out whether it is well. */
    Faults checkedAt(long now) {
        return new Faults(fails, accessed, now, lost);
    }

    /** Whether an answer tells that it is well: it must be one to an exchange begun after the last failure's time was up. */
    boolean endsWithSuccess() {
        return fails > 0 && accessed - checked < 0;
    }

    Faults ended() {
        return new Faults(0, accessed, checked, lost);
    }
}
