package io.sluice.nginx.value;

import java.time.Duration;
import java.util.List;

/**
 * A {@code server} of an upstream.
 *
 * @param address as written: {@code 10.0.0.1:8080}, {@code name}, {@code unix:/path}
 * @param weight 1 and up
 * @param maxConnections 0 for no bound
 * @param maxFails failures that take it out for a while; 0 for never
 * @param failTimeout in which time they count, and how long it is out
 * @param backup whether it is used only when no other can be
 * @param down whether it is not used at all
 */
public record UpstreamServer(
        String address,
        long weight,
        long maxConnections,
        long maxFails,
        Duration failTimeout,
        boolean backup,
        boolean down) {
    private static final Duration FAIL_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Reads the arguments of the directive.
     *
     * @throws ValueException with {@code invalid parameter "x"}
     */
    public static UpstreamServer of(List<String> words) throws ValueException {
        UpstreamServer server = new UpstreamServer(words.get(0), 1, 0, 1, FAIL_TIMEOUT, false, false);
        for (String word : words.subList(1, words.size())) {
            try {
                server = server.with(word);
            } catch (ValueException e) {
                throw new ValueException("invalid parameter \"" + word + "\"");
            }
        }
        return server;
    }

    private UpstreamServer with(String word) throws ValueException {
        int equals = word.indexOf('=');
        String value = word.substring(equals + 1);
        return switch (equals < 0 ? word : word.substring(0, equals + 1)) {
            case "weight=" ->
                new UpstreamServer(address, positive(value), maxConnections, maxFails, failTimeout, backup, down);
            case "max_conns=" ->
                new UpstreamServer(address, weight, Numbers.number(value), maxFails, failTimeout, backup, down);
            case "max_fails=" ->
                new UpstreamServer(address, weight, maxConnections, Numbers.number(value), failTimeout, backup, down);
            case "fail_timeout=" ->
                new UpstreamServer(address, weight, maxConnections, maxFails, Times.seconds(value), backup, down);
            case "backup" -> new UpstreamServer(address, weight, maxConnections, maxFails, failTimeout, true, down);
            case "down" -> new UpstreamServer(address, weight, maxConnections, maxFails, failTimeout, backup, true);
            default -> throw new ValueException("invalid parameter");
        };
    }

    private static long positive(String value) throws ValueException {
        long number = Numbers.number(value);
        if (number == 0) {
            throw new ValueException("invalid number");
        }
        return number;
    }
}
