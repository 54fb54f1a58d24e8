package io.sluice.distribution;

import io.sluice.testkit.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Thousands of clients, each with one tunnel, on one thread: each sends a message at its own moments, whether or not the
 * answers have come, so that a standstill shows in the latency of all that was due meanwhile.
 */
final class Crowd extends NioLoop {
    /** How many shake hands at a time. */
    private static final int OPENING = 100;

    private static final int MOST_LATENCIES = 1 << 21;

    private final InetSocketAddress server;
    private final int size;
    private final IntFunction<String> path;
    private final List<CrowdTunnel> tunnels = new ArrayList<>();
    private final long[] latencies = new long[MOST_LATENCIES];
    private int measured;
    private int open;

    /** Nanoseconds from one message of the whole crowd to the next; 0: nobody talks. */
    private long step;

    private long next;
    private int turn;

    private Crowd(InetSocketAddress server, int size, IntFunction<String> path) throws IOException {
        super("crowd");
        this.server = server;
        this.size = size;
        this.path = path;
    }

    /** Opens so many tunnels, each by its path, and waits until all are open. */
    static Crowd open(InetSocketAddress server, int size, IntFunction<String> path) throws IOException {
        Crowd crowd = new Crowd(server, size, path);
        crowd.start();
        Eventually.until(size + " tunnels are open", () -> crowd.look(all -> crowd.open == size || crowd.anyWrong()));
        crowd.assertFine();
        return crowd;
    }

    /** From now on the crowd sends so many messages in a second; 0 for none. */
    void talk(int messages) {
        look(all -> {
            step = messages == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / messages;
            next = System.nanoTime();
            return null;
        });
    }

    /** All that was begun is sent to its end, and all answers are awaited. */
    void awaitAnswers() {
        talk(0);
        ask(() -> tunnels.forEach(one -> {
            try {
                one.sendRest();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }));
        Eventually.until(
                "all answers are there",
                () -> look(all -> anyWrong() || all.stream().allMatch(one -> one.sent() == one.received())));
        assertFine();
    }

    /** Waits until each tunnel has come to its end. */
    void awaitEnds() {
        Eventually.until(
                "all tunnels have ended",
                () -> look(all -> all.stream().allMatch(one -> one.fin() || one.wrong() != null)));
    }

    /** How many messages have come back so far, of all tunnels. */
    long received() {
        return look(all -> all.stream().mapToLong(CrowdTunnel::received).sum());
    }

    /** Nothing was lost, repeated, out of order, altered or broken off so far. */
    void assertFine() {
        List<String> faults = look(all ->
                all.stream().map(CrowdTunnel::wrong).filter(one -> one != null).toList());
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.size() + " tunnels: " + faults.subList(0, Math.min(5, faults.size())));
        }
    }

    /** The milliseconds within which this part of the answers came, of those since it was asked last. */
    double takeQuantile(double part) {
        return look(all -> {
            long[] sorted = Arrays.copyOf(latencies, measured);
            measured = 0;
            Arrays.sort(sorted);
            return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))] / 1e6;
        });
    }

    /** What is to be seen of the tunnels, at one moment. */
    <T> T look(Function<List<CrowdTunnel>, T> eye) {
        check();
        CompletableFuture<T> seen = new CompletableFuture<>();
        ask(() -> {
            try {
                seen.complete(eye.apply(tunnels));
            } catch (Throwable e) {
                seen.completeExceptionally(e);
            }
        });
        return seen.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private boolean anyWrong() {
        return tunnels.stream().anyMatch(one -> one.wrong() != null);
    }

    @Override
    long due() throws IOException {
        while (tunnels.size() < size && tunnels.size() - open < OPENING) {
            CrowdTunnel made = new CrowdTunnel(
                    SocketChannel.open(), tunnels.size(), path.apply(tunnels.size()), one -> open++, this::measure);
            tunnels.add(made);
            add(made, SelectionKey.OP_CONNECT);
            made.channel.connect(server);
        }
        if (step == 0) {
            return 0;
        }
        long now = System.nanoTime();
        for (; next - now <= 0; next += step) {
            CrowdTunnel one = tunnels.get(turn++ % size);
            try {
                one.send(next);
            } catch (IOException e) {
                one.ended(e);
                one.close();
            }
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(next - now));
    }

    private void measure(long nanos) {
        if (measured < MOST_LATENCIES) {
            latencies[measured++] = nanos;
        }
    }
}
