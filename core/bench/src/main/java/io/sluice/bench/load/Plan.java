package io.sluice.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a run does. Times are in nanoseconds, rates in a second and for all threads together.
 *
 * @param address where the target is
 * @param request what is asked for
 * @param messages what goes over a WebSocket; null for HTTP
 * @param security null for none
 * @param connections at a time, 1 or more
 * @param threads 1 to the number of connections
 * @param rate messages, or handshakes, that are due in a second: an open loop; 0 for a closed one
 * @param connectRate connections that are begun in a second; 0 for as many as can be
 * @param inFlight messages of a connection that wait for their answers, at most
 * @param timeout for a connection with its handshake, and for an answer
 * @param sources addresses that connections come from, in turn; empty for the system's choice
 */
public record Plan(
        Target target,
        InetSocketAddress address,
        Mode mode,
        Request request,
        Messages messages,
        Security security,
        int connections,
        int threads,
        long warmup,
        long duration,
        double rate,
        double connectRate,
        int inFlight,
        long timeout,
        List<InetAddress> sources) {
    boolean openLoop() {
        return rate > 0;
    }

    /** Who sends; a request of HTTP is answered by one answer. */
    public Traffic traffic() {
        return messages == null ? Traffic.ANSWER : messages.traffic();
    }

    /** Whether what is done is answered, so that its latency can be told. */
    public boolean hasLatency() {
        return mode == Mode.HANDSHAKES || (mode == Mode.MESSAGES && traffic().answered());
    }

    /** Whether messages are due by the clock and not by answers. */
    boolean scheduled() {
        return mode == Mode.MESSAGES && (openLoop() || traffic() == Traffic.SEND);
    }
}
