package io.sluice.plugins.balance.consistenthash;

import io.sluice.api.balance.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The points of all endpoints in order, by the hash of Cache::Memcached::Fast that nginx uses: CRC-32 of host, a zero
 * byte, port and the hash of the endpoint's point before, 160 points for each unit of weight. Where two names have one
 * point the first in the configuration keeps it. Immutable.
 */
final class Ring {
    static final int POINTS_PER_WEIGHT = 160;

    private static final String UNIX = "unix:";

    /** Bounds the ring to four million points, 32 MB. */
    static final int MAX_WEIGHTS = 25_000;

    /** Each point: its hash in the upper half, the top bit flipped for signed order, and the index of its owner. */
    private final long[] points;

    /** The positions of the endpoints of each name. */
    private final int[][] owners;

    Ring(List<Endpoint> endpoints) {
        Map<String, List<Integer>> positionsByName = new LinkedHashMap<>();
        for (int i = 0; i < endpoints.size(); i++) {
            positionsByName
                    .computeIfAbsent(endpoints.get(i).name(), any -> new ArrayList<>())
                    .add(i);
        }
        List<String> names = List.copyOf(positionsByName.keySet());
        owners = positionsByName.values().stream()
                .map(positions -> positions.stream().mapToInt(i -> i).toArray())
                .toArray(int[][]::new);
        int size = endpoints.stream().mapToInt(Endpoint::weight).sum() * POINTS_PER_WEIGHT;
        long[] all = new long[size];
        int filled = 0;
        for (Endpoint endpoint : endpoints) {
            filled = place(endpoint, names.indexOf(endpoint.name()), all, filled);
        }
        Arrays.sort(all);
        points = withoutTies(all);
    }

    /** The first point at or after a hash: a place on the ring. */
    int next(int hash) {
        int found = Arrays.binarySearch(points, point(hash, 0));
        return found >= 0 ? found : wrapped(-found - 1);
    }

    /** How many places there are. */
    int size() {
        return points.length;
    }

    /** The place after {@code place}. */
    int after(int place) {
        return wrapped(place + 1);
    }

    /** The positions of the endpoints that own a place. */
    int[] owners(int place) {
        return owners[(int) points[place]];
    }

    private int wrapped(int place) {
        return place == points.length ? 0 : place;
    }

    private static int place(Endpoint endpoint, int owner, long[] into, int from) {
        byte[] base = base(endpoint.name());
        CRC32 crc = new CRC32();
        int previous = 0;
        int to = from + endpoint.weight() * POINTS_PER_WEIGHT;
        for (int i = from; i < to; i++) {
            crc.reset();
            crc.update(base, 0, base.length);
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                crc.update(previous >>> shift);
            }
            previous = (int) crc.getValue();
            into[i] = point(previous, owner);
        }
        return to;
    }

    /** Host, zero byte, port: the port is what follows the last colon, if that is digits alone. Of a socket its path, zero byte. */
    private static byte[] base(String name) {
        if (name.startsWith(UNIX)) {
            return (name.substring(UNIX.length()) + '\0').getBytes(StandardCharsets.UTF_8);
        }
        int colon = name.length() - 1;
        while (colon >= 0 && name.charAt(colon) >= '0' && name.charAt(colon) <= '9') {
            colon--;
        }
        boolean hasPort = colon >= 0 && name.charAt(colon) == ':';
        String text = hasPort ? name.substring(0, colon) + '\0' + name.substring(colon + 1) : name + '\0';
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long point(int hash, int owner) {
        return (long) (hash ^ Integer.MIN_VALUE) << Integer.SIZE | owner;
    }

    private static long[] withoutTies(long[] sorted) {
        int kept = 0;
        for (long point : sorted) {
            if (kept == 0 || sorted[kept - 1] >> Integer.SIZE != point >> Integer.SIZE) {
                sorted[kept++] = point;
            }
        }
        return Arrays.copyOf(sorted, kept);
    }
}
