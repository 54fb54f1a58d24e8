package io.sluice.testkit.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A request as a balancer sees it.
 *
 * @param client the client's IPv4 or IPv6 address
 * @param key the value of the header field {@code X-Key}, one character of ISO-8859-1 for each byte
 */
public record KeyedRequest(String client, String key) {
    private static final List<String> KEY_SHAPES =
            List.of("/room/%x", "%016x", "user-%d@example.com", "/a b?q=%d", "caf\u00e9 %d", "%o");

    /** Requests with addresses of both families and keys of many shapes, the empty one among them; the same for a seed. */
    public static List<KeyedRequest> sample(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<KeyedRequest> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String shape = KEY_SHAPES.get(random.nextInt(KEY_SHAPES.size()));
            String key = random.nextInt(50) == 0 ? "" : String.format(shape, random.nextInt(Integer.MAX_VALUE));
            out.add(new KeyedRequest(random.nextInt(3) == 0 ? ipv6(random) : ipv4(random), key));
        }
        return List.copyOf(out);
    }

    private static String ipv4(SplittableRandom random) {
        return random.nextInt(1, 224) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + random.nextInt(256);
    }

    private static String ipv6(SplittableRandom random) {
        return String.format(
                "2001:db8:%x:%x::%x",
                random.nextInt(1, 0x10000), random.nextInt(1, 0x10000), random.nextInt(1, 0x10000));
    }
}
