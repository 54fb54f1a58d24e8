package io.sluice.server.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * When a request that failed goes to another endpoint (nginx: proxy_next_upstream and its tries and timeout).
 *
 * @param on what counts as a failure of that kind; empty: never
 * @param tries endpoints that are asked at most; 0 for as many as there are
 * @param timeout after which no further one is asked, from the beginning of the first try; zero for no bound
 */
public record NextUpstreamConfig(Set<Condition> on, int tries, Duration timeout) {
    /** Goes on never. */
    public static final NextUpstreamConfig NEVER = new NextUpstreamConfig(Set.of(), 0, Duration.ZERO);

    private static final List<String> WORDS =
            Arrays.stream(Condition.values()).map(Condition::word).toList();

    /** What can be named in {@code on}. */
    public enum Condition {
        /** No connection, a TLS handshake that failed, or a connection that ended before the head of the answer. */
        ERROR,
        /** A connection, a write or the head of the answer that took too long. */
        TIMEOUT,
        /** An answer whose head breaks the rules of HTTP. */
        INVALID_HEADER,
        /** An answer of this status. */
        HTTP_500,
        /** An answer of this status. */
        HTTP_502,
        /** An answer of this status. */
        HTTP_503,
        /** An answer of this status. */
        HTTP_504,
        /** An answer of this status, which says nothing against the endpoint. */
        HTTP_403,
        /** An answer of this status, which says nothing against the endpoint. */
        HTTP_404,
        /** An answer of this status. */
        HTTP_429,
        /** Besides others: requests that may have an effect each time they are sent (POST, LOCK, PATCH) go on, too. */
        NON_IDEMPOTENT;

        /** The condition of an answer of this status; null where it cannot be one. */
        public static Condition of(int status) {
            return switch (status) {
                case 500 -> HTTP_500;
                case 502 -> HTTP_502;
                case 503 -> HTTP_503;
                case 504 -> HTTP_504;
                case 403 -> HTTP_403;
                case 404 -> HTTP_404;
                case 429 -> HTTP_429;
                default -> null;
            };
        }

        /** Whether it counts against the endpoint (max-fails). */
        public boolean endpointsFault() {
            return this != HTTP_403 && this != HTTP_404;
        }

        /** Its name in the configuration, {@code http-503}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static List<String> words() {
            return WORDS;
        }

        static Condition ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    static NextUpstreamConfig read(Block block) {
        Set<Condition> on = Set.copyOf(block.choices("on", Condition.words()).stream()
                .map(Condition::ofWord)
                .distinct()
                .toList());
        return new NextUpstreamConfig(
                on,
                block.integer("tries", 0, Integer.MAX_VALUE),
                block.duration("timeout", Duration.ZERO, ConfigLoader.LONGEST));
    }
}
