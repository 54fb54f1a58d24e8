package io.sluice.server.admin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts wrong tokens by the address they came from, so that whoever tries many is put off. Networks of 64 bits count as one
 * IPv6 address. What is kept is bounded: of many addresses the one that failed longest ago is forgotten. Thread-safe.
 */
final class FailedTries {
    /** Wrong tokens after which an address is put off for the rest of the window. */
    static final int MOST = 5;

    /** Seconds from the first wrong token. */
    static final long WINDOW_SECONDS = 10;

    static final int ADDRESSES = 1024;
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

    private static final class Count {
        private final long since;
        private int failed;

        private Count(long since) {
            this.since = since;
        }
    }

    private final Map<ByteBuffer, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Count> eldest) {
            return size() > ADDRESSES;
        }
    };

    /** Whether an address has to wait. {@code now}: nanoseconds. */
    synchronized boolean putOff(InetAddress client, long now) {
        Count count = counts.get(key(client));
        return count != null && count.failed >= MOST && now - count.since < WINDOW;
    }

    /** Another wrong token. */
    synchronized void failed(InetAddress client, long now) {
        ByteBuffer key = key(client);
        Count count = counts.get(key);
        if (count == null || now - count.since >= WINDOW) {
            count = new Count(now);
            counts.put(key, count);
        }
        count.failed++;
    }

    private static ByteBuffer key(InetAddress client) {
        byte[] bytes = client.getAddress();
        return ByteBuffer.wrap(client instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
