package io.sluice.server.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code resolver { … }}. */
final class ResolverReader {
    private static final String SYSTEM = "system";
    private static final String EXPECTED =
            "system, or a list of addresses of name servers, such as [\"127.0.0.1\", \"[::1]:5353\"]";
    private static final int DNS_PORT = 53;

    /** As the shortest TTL that counts. */
    private static final Duration SHORTEST_VALID = Duration.ofSeconds(1);

    private ResolverReader() {}

    static ResolverConfig read(Block block) {
        boolean ipv4 = block.bool("ipv4");
        boolean ipv6 = block.bool("ipv6");
        if (!ipv4 && !ipv6) {
            block.refuse(block.says("ipv6") ? "ipv6" : "ipv4", "on, as the other one is off");
        }
        return new ResolverConfig(
                addresses(block),
                block.has("addresses"),
                valid(block),
                ipv4,
                ipv6,
                block.duration("timeout", ConfigLoader.SHORTEST, ConfigLoader.LONGEST));
    }

    private static List<InetSocketAddress> addresses(Block block) {
        Optional<String> word = block.word("addresses");
        if (!block.has("addresses") || word.filter(SYSTEM::equals).isPresent()) {
            return List.of();
        }
        if (word.isPresent() || block.none("addresses")) {
            block.refuse("addresses", EXPECTED);
            return List.of();
        }
        List<InetSocketAddress> addresses = new ArrayList<>();
        List<String> texts = block.strings("addresses");
        for (int i = 0; i < texts.size(); i++) {
            Optional<InetSocketAddress> address = Addresses.literal(texts.get(i), DNS_PORT);
            if (address.isEmpty()) {
                block.refuse("addresses", i, "an IP address with or without a port, 127.0.0.1 or [::1]:5353");
            }
            address.ifPresent(addresses::add);
        }
        return addresses;
    }

    private static Optional<Duration> valid(Block block) {
        return block.word("valid")
                        .filter(word -> word.equals("off") || word.equals("false"))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(block.duration("valid", SHORTEST_VALID, ConfigLoader.LONGEST));
    }
}
