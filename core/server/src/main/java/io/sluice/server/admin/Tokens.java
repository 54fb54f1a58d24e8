package io.sluice.server.admin;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.config.AdminToken;
import io.sluice.server.config.AdminToken.Right;
import io.sluice.server.config.AdminTokenReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether a request shows a token that has a right: {@code Authorization: Bearer <token>}; for reading also {@code Basic} with
 * the token as password, since a browser can be asked for that. Every token is compared, each in constant time. Where too many
 * wrong ones came from an address, further wrong ones are answered with 429; a right one passes, so that nobody at the same
 * address can keep an operator out. Guesses are told apart from it all the same: what stands against guessing is that tokens
 * are long and random. Thread-safe.
 */
final class Tokens {
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";
    /** Basic first: Chromium looks at the first challenge of a field alone. */
    private static final Map<String, String> READ_CHALLENGE =
            Map.of("WWW-Authenticate", "Basic realm=\"sluice\", charset=\"UTF-8\", Bearer realm=\"sluice\"");

    private static final Map<String, String> WRITE_CHALLENGE = Map.of("WWW-Authenticate", "Bearer realm=\"sluice\"");

    private static final class Known {
        private final AdminToken token;
        private final byte[] digest;

        private Known(AdminToken token) {
            this.token = token;
            this.digest = HexFormat.of().parseHex(token.sha256());
        }
    }

    private final List<Known> known = new ArrayList<>();
    private final FailedTries failures = new FailedTries();
    private final LongSupplier nanoTime;

    Tokens(List<AdminToken> tokens, LongSupplier nanoTime) {
        tokens.forEach(token -> known.add(new Known(token)));
        this.nanoTime = nanoTime;
    }

    /**
     * What a request has shown.
     *
     * @param name of its token; empty where there is none
     * @param refusal why it is not enough; empty where it is
     */
    record Shown(String name, Optional<Refusal> refusal) {}

    Shown check(ExchangeView exchange, Right right) {
        List<String> fields = exchange.requestHeaders().all("Authorization");
        Map<String, String> challenge = right == Right.READ ? READ_CHALLENGE : WRITE_CHALLENGE;
        if (fields.isEmpty()) {
            return refused(new Refusal(401, "a token is needed (expected: Authorization: Bearer <token>)", challenge));
        }
        long now = nanoTime.getAsLong();
        AdminToken found = fields.size() == 1 ? find(token(fields.get(0), right)) : null;
        if (found == null && failures.putOff(exchange.clientAddress().getAddress(), now)) {
            return refused(new Refusal(
                    429,
                    "too many wrong tokens from this address",
                    Map.of("Retry-After", Long.toString(FailedTries.WINDOW_SECONDS))));
        }
        if (found == null) {
            failures.failed(exchange.clientAddress().getAddress(), now);
            return refused(new Refusal(401, "the token is not known", challenge));
        }
        if (!found.rights().contains(right)) {
            return new Shown(
                    found.name(),
                    Optional.of(
                            Refusal.forbidden("token " + found.name() + " has no right to " + right.text() + " here")));
        }
        return new Shown(found.name(), Optional.empty());
    }

    private static Shown refused(Refusal why) {
        return new Shown("", Optional.of(why));
    }

    private AdminToken find(String token) {
        byte[] digest = AdminTokenReader.digest(token);
        AdminToken found = null;
        for (Known one : known) {
            if (MessageDigest.isEqual(one.digest, digest)) {
                found = one.token; // no way out: the time must not tell which one it was
            }
        }
        return found;
    }

    /** The token in a field; empty, which is none, where it is of another kind. */
    private static String token(String field, Right right) {
        String kind = field.toLowerCase(Locale.ROOT);
        if (kind.startsWith(BEARER)) {
            return field.substring(BEARER.length()).strip();
        }
        if (kind.startsWith(BASIC) && right == Right.READ) {
            try {
                byte[] pair = Base64.getDecoder()
                        .decode(field.substring(BASIC.length()).strip());
                String text = new String(pair, StandardCharsets.UTF_8);
                return text.substring(text.indexOf(':') + 1);
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
        return "";
    }
}
