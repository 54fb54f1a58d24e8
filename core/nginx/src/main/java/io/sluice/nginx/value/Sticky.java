package io.sluice.nginx.value;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A {@code sticky} of nginx Plus.
 *
 * @param method how clients find their server again
 * @param words what {@code route} and {@code learn} have behind it
 * @param cookie what {@code cookie} has; null with the others
 */
public record Sticky(Method method, List<String> words, Cookie cookie) {
    /** nginx's {@code max} is a date in 2037. */
    private static final Duration MAX = Duration.ofDays(3650);

    /** The ways there are. */
    public enum Method {
        COOKIE,
        ROUTE,
        LEARN
    }

    /**
     * A cookie and its attributes.
     *
     * @param name its name
     * @param expires empty: it ends with the browser's session
     * @param domain empty for none; may hold variables
     * @param path empty for none
     * @param secure whether it is
     * @param httpOnly whether it is
     * @param sameSite strict, lax, none or a variable; empty for none at all
     */
    public record Cookie(
            String name,
            Optional<Duration> expires,
            String domain,
            String path,
            boolean secure,
            boolean httpOnly,
            String sameSite) {
        private Cookie with(String word) throws ValueException {
            String value = word.substring(word.indexOf('=') + 1);
            return switch (word.substring(0, word.length() - value.length())) {
                case "expires=" -> new Cookie(name, Optional.of(time(value)), domain, path, secure, httpOnly, sameSite);
                case "domain=" -> new Cookie(name, expires, value, path, secure, httpOnly, sameSite);
                case "path=" -> new Cookie(name, expires, domain, value, secure, httpOnly, sameSite);
                case "samesite=" -> new Cookie(name, expires, domain, path, secure, httpOnly, value);
                default -> flag(word);
            };
        }

        private Cookie flag(String word) throws ValueException {
            return switch (word) {
                case "secure" -> new Cookie(name, expires, domain, path, true, httpOnly, sameSite);
                case "httponly" -> new Cookie(name, expires, domain, path, secure, true, sameSite);
                default -> throw new ValueException("invalid parameter \"" + word + "\"");
            };
        }

        private static Duration time(String word) throws ValueException {
            return word.equals("max") ? MAX : Times.seconds(word);
        }
    }

    /**
     * Reads the arguments of the directive, two at least.
     *
     * @throws ValueException with {@code invalid parameter "x"}
     */
    public static Sticky of(List<String> words) throws ValueException {
        List<String> rest = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "cookie" -> {
                Cookie cookie = new Cookie(rest.get(0), Optional.empty(), "", "", false, false, "");
                for (String word : rest.subList(1, rest.size())) {
                    cookie = cookie.with(word);
                }
                yield new Sticky(Method.COOKIE, List.of(), cookie);
            }
            case "route" -> new Sticky(Method.ROUTE, List.copyOf(rest), null);
            case "learn" -> new Sticky(Method.LEARN, List.copyOf(rest), null);
            default -> throw new ValueException("invalid parameter \"" + words.get(0) + "\"");
        };
    }
}
