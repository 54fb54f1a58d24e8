package io.sluice.server.upstream;

import io.sluice.api.exchange.UpstreamTry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the attempts of one exchange came to, kept for variables and log. Confined to the exchange's worker. */
public final class Tries {
    private static final int TIMED_OUT = 504;

    private List<UpstreamTry> done = List.of();

    private String address;
    private long startedAt;
    private int status;
    private long connectMillis = -1;
    private long headerMillis = -1;
    private final ResponseTimes.Watch watch = new ResponseTimes.Watch();

    /** Begins an attempt at an endpoint with these times; the one before must have ended. {@code now} is in nanoTime. */
    void begin(String toAddress, ResponseTimes times, long now) {
        watch.start(times, now);
        address = toAddress;
        startedAt = now;
        status = 0;
        connectMillis = -1;
        headerMillis = -1;
    }

    void connected(long now, boolean reused) {
        connectMillis = reused ? 0 : millis(now);
    }

    /** The whole head of the answer has come. */
    public void answered(int withStatus, long now) {
        status = withStatus;
        headerMillis = millis(now);
        watch.header(withStatus, now);
    }

    /** The last byte of the answer has come. */
    public void completed(long now) {
        watch.last(now);
    }

    /** The attempt that is under way is given up before it has a connection; it stays in the view as it is. */
    void cancelled(long now) {
        watch.stop(false, now);
    }

    /**
     * The attempt has ended; nothing happens when none is under way.
     *
     * @param failedStatus what it stands for where no answer came
     * @param received bytes read from the endpoint
     * @param sent bytes written to it
     */
    public void end(int failedStatus, long received, long sent, long now) {
        watch.stop(failedStatus == TIMED_OUT, now);
        if (address != null) {
            add(new UpstreamTry(
                    address,
                    status == 0 ? failedStatus : status,
                    connectMillis,
                    headerMillis,
                    millis(now),
                    received,
                    sent));
            address = null;
        }
    }

    /** No endpoint could be tried: nginx shows the pool's name in place of an address. */
    void none(String pool) {
        add(new UpstreamTry(pool, 502, -1, -1, 0, 0, 0));
    }

    /** The request was redirected inside the server, and another search begins. */
    public void redirected() {
        if (!done.isEmpty()) {
            add(UpstreamTry.REDIRECT);
        }
    }

    /** All attempts so far, the one under way included. */
    public List<UpstreamTry> view(long now) {
        if (address == null) {
            return done;
        }
        List<UpstreamTry> all = new ArrayList<>(done);
        all.add(new UpstreamTry(address, status, connectMillis, headerMillis, -1, 0, 0));
        return all;
    }

    /** The address of the last attempt, or empty before any. */
    public String lastAddress() {
        if (address != null) {
            return address;
        }
        return done.isEmpty() ? "" : done.get(done.size() - 1).address();
    }

    private void add(UpstreamTry one) {
        if (done.isEmpty()) {
            done = List.of(one);
        } else {
            List<UpstreamTry> more = new ArrayList<>(done);
            more.add(one);
            done = more;
        }
    }

    private long millis(long now) {
        return TimeUnit.NANOSECONDS.toMillis(now - startedAt);
    }
}
