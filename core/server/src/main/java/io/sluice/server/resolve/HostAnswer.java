package io.sluice.server.resolve;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a look-up of a host came to. */
record HostAnswer(Family v4, Family v6) {
    /** Of a name that cannot even be asked for. */
    static HostAnswer failed(LookupException why) {
        return new HostAnswer(Family.failed(why), Family.failed(why));
    }

    /** All addresses, IPv4 first, in the order in which they came. */
    List<InetAddress> addresses() {
        return Stream.concat(v4.addresses().stream(), v6.addresses().stream()).toList();
    }

    boolean isEmpty() {
        return v4.addresses().isEmpty() && v6.addresses().isEmpty();
    }

    /** In seconds, until the first of its parts must be asked for again. */
    long ttl() {
        return Math.min(v4.ttl(), v6.ttl());
    }

    /** What is wrong with it; empty where it is whole: a family that the name does not have is no failure beside the other. */
    Optional<String> failure() {
        if (isEmpty()) {
            LookupException why = v4.unknown() || v6.failure() == null ? v4.failure() : v6.failure();
            return Optional.of(why == null ? "could not be resolved: it has no addresses" : text(why));
        }
        if (v4.unknown()) {
            return Optional.of(text(v4.failure()) + " for IPv4");
        }
        return v6.unknown() ? Optional.of(text(v6.failure()) + " for IPv6") : Optional.empty();
    }

    private static String text(LookupException why) {
        return "could not be resolved " + why.getMessage();
    }
}
