package io.sluice.server.tls;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which suites a word of a cipher list stands for: for some properties, the values that it admits. OpenSSL joins words by
 * their values and not by the suites that have them, which shows where a list asks for what no suite can be.
 */
final class Selection {
    private enum Property {
        SUITE,
        EXCHANGE,
        AUTHENTICATION,
        CIPHER,
        MAC,
        STRENGTH,
        NOT_DEFAULT,
        VERSION;

        Set<String> of(Suite suite) {
            return switch (this) {
                case SUITE -> Set.of(suite.name());
                case EXCHANGE -> Set.of(suite.exchange());
                case AUTHENTICATION -> Set.of(suite.authentication());
                case CIPHER -> Set.of(suite.cipher());
                case MAC -> Set.of(suite.mac());
                case STRENGTH -> suite.strengths();
                case NOT_DEFAULT -> suite.inDefault() ? Set.of() : YES;
                case VERSION -> Set.of(suite.version());
            };
        }
    }

    private static final Set<String> YES = Set.of("yes");
    private static final Set<String> NO_AUTHENTICATION = Set.of("None");
    private static final Set<String> NO_ENCRYPTION = Set.of("None0");

    private final Map<Property, Set<String>> admitted;

    private Selection(Map<Property, Set<String>> admitted) {
        this.admitted = admitted;
    }

    static Selection exchange(Set<String> names) {
        return new Selection(Map.of(Property.EXCHANGE, names));
    }

    static Selection authentication(Set<String> names) {
        return new Selection(Map.of(Property.AUTHENTICATION, names));
    }

    /** By encryption with its bits, such as {@code AESGCM256}. */
    static Selection cipher(Set<String> names) {
        return new Selection(Map.of(Property.CIPHER, names));
    }

    static Selection mac(String name) {
        return new Selection(Map.of(Property.MAC, Set.of(name)));
    }

    static Selection strength(String name) {
        return new Selection(Map.of(Property.STRENGTH, Set.of(name)));
    }

    static Selection notDefault() {
        return new Selection(Map.of(Property.NOT_DEFAULT, YES));
    }

    static Selection version(String name) {
        return new Selection(Map.of(Property.VERSION, Set.of(name)));
    }

    /** One suite; its version does not count. */
    static Selection suite(Suite suite) {
        Map<Property, Set<String>> admitted = new EnumMap<>(Property.class);
        for (Property property : Property.values()) {
            Set<String> values = property.of(suite);
            if (property != Property.VERSION && !values.isEmpty()) {
                admitted.put(property, values);
            }
        }
        return new Selection(admitted);
    }

    /** What both stand for; empty where they contradict each other. */
    Optional<Selection> and(Selection other) {
        Map<Property, Set<String>> both = new EnumMap<>(Property.class);
        both.putAll(admitted);
        if (other.admitted.containsKey(Property.STRENGTH) && !admitted.containsKey(Property.STRENGTH)) {
            both.remove(Property.NOT_DEFAULT); // a peculiarity of OpenSSL: COMPLEMENTOFDEFAULT+HIGH is HIGH
        }
        for (Map.Entry<Property, Set<String>> more : other.admitted.entrySet()) {
            Set<String> values = new HashSet<>(more.getValue());
            if (both.containsKey(more.getKey())) {
                values.retainAll(both.get(more.getKey()));
            }
            if (values.isEmpty()) {
                return Optional.empty();
            }
            both.put(more.getKey(), values);
        }
        return Optional.of(new Selection(both));
    }

    boolean matches(Suite suite) {
        for (Map.Entry<Property, Set<String>> property : admitted.entrySet()) {
            if (Collections.disjoint(property.getValue(), property.getKey().of(suite))) {
                return false;
            }
        }
        return true;
    }

    /** Whether it names one suite, or means none but suites without authentication or without encryption. */
    boolean explicit() {
        return admitted.containsKey(Property.SUITE)
                || NO_AUTHENTICATION.equals(admitted.get(Property.AUTHENTICATION))
                || NO_ENCRYPTION.equals(admitted.get(Property.CIPHER));
    }
}
