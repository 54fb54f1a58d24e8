package io.sluice.nginx.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@code listen} of a server.
 *
 * @param address where it binds
 * @param flags words without a value, such as {@code ssl}; {@code default} is given as {@code default_server}
 * @param settings words with a value, such as {@code backlog}, in order
 */
public record Listen(ListenAddress address, Set<String> flags, Map<String, String> settings) {
    private static final Set<String> FLAGS =
            Set.of("default_server", "bind", "deferred", "reuseport", "ssl", "http2", "proxy_protocol");

    /** Words that say something of the socket: one listen of an address may have them. */
    private static final Set<String> OF_THE_SOCKET = Set.of(
            "bind", "deferred", "reuseport", "backlog", "fastopen", "rcvbuf", "sndbuf", "ipv6only", "so_keepalive");

    /** Wraps the collections. */
    public Listen {
        flags = Collections.unmodifiableSet(flags);
        settings = Collections.unmodifiableMap(settings);
    }

    /** Whether a word without a value is there. */
    public boolean has(String flag) {
        return flags.contains(flag);
    }

    /** Whether it says something of the socket. */
    public boolean hasSocketOptions() {
        return Stream.concat(flags.stream(), settings.keySet().stream()).anyMatch(OF_THE_SOCKET::contains);
    }

    /**
     * Reads the arguments of a {@code listen}.
     *
     * @throws ValueException in nginx's words
     */
    public static Listen of(List<String> words) throws ValueException {
        ListenAddress address;
        try {
            address = ListenAddress.of(words.get(0));
        } catch (ValueException e) {
            throw new ValueException(e.getMessage() + " in \"" + words.get(0) + "\" of the \"listen\" directive");
        }
        Set<String> flags = new LinkedHashSet<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                String key = word.substring(0, equals);
                check(key, word.substring(equals + 1), word);
                settings.put(key, word.substring(equals + 1));
            } else if (word.equals("default")) {
                flags.add("default_server");
            } else if (FLAGS.contains(word)) {
                flags.add(word);
            } else {
                throw new ValueException("invalid parameter \"" + word + "\"");
            }
        }
        return new Listen(address, flags, settings);
    }

    private static void check(String key, String value, String word) throws ValueException {
        switch (key) {
            case "backlog" -> require(Numbers.digits(value) > 0, "invalid backlog \"" + word + "\"");
            case "fastopen" -> require(Numbers.digits(value) >= 0, "invalid fastopen \"" + word + "\"");
            case "rcvbuf", "sndbuf" -> require(isSize(value), "invalid " + key + " \"" + word + "\"");
            case "ipv6only" -> require(value.equals("on") || value.equals("off"), "invalid parameter \"" + word + "\"");
            case "so_keepalive" -> require(isKeepalive(value), "invalid so_keepalive value: \"" + value + "\"");
            case "accept_filter" -> {
                // nginx says that this system has none, and goes on.
            }
            default -> throw new ValueException("invalid parameter \"" + word + "\"");
        }
    }

    private static boolean isSize(String value) {
        try {
            return Numbers.size(value) > 0;
        } catch (ValueException e) {
            return false;
        }
    }

    private static boolean isKeepalive(String value) {
        if (value.equals("on") || value.equals("off")) {
            return true;
        }
        String[] parts = value.split(":", -1);
        if (parts.length > 3 || value.replace(":", "").isEmpty()) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isEmpty() && (i == 2 ? Numbers.digits(parts[i]) <= 0 : !isTime(parts[i]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTime(String value) {
        try {
            return !Times.seconds(value).isZero();
        } catch (ValueException e) {
            return false;
        }
    }

    private static void require(boolean good, String message) throws ValueException {
        if (!good) {
            throw new ValueException(message);
        }
    }
}
