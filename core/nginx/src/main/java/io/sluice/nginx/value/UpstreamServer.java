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
 * @param resolve whether its name is resolved again and again (since nginx 1.27.3)
 * @param service the whole name of the service that its name is one of (service=, since nginx 1.27.3); empty for none
 * @param plus what only nginx Plus has
 */
public record UpstreamServer(
        String address,
        long weight,
        long maxConnections,
        long maxFails,
        Duration failTimeout,
        boolean backup,
        boolean down,
        boolean resolve,
        String service,
        Plus plus) {
    private static final Duration FAIL_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Parameters of nginx Plus.
     *
     * @param route the name by which {@code sticky} calls it; empty for none
     * @param slowStart in which time its weight rises after a recovery; 0 at once
     * @param drain whether only clients that {@code sticky} brings reach it
     */
    public record Plus(String route, Duration slowStart, boolean drain) {
        /** None of them. */
        public static final Plus NONE = new Plus("", Duration.ZERO, false);
    }

    /**
     * Reads the arguments of the directive.
     *
     * @throws ValueException with {@code invalid parameter "x"}, or what {@link UpstreamAddress} says
     */
    public static UpstreamServer of(List<String> words) throws ValueException {
        String address = words.get(0);
        long weight = 1;
        long maxConnections = 0;
        long maxFails = 1;
        Duration failTimeout = FAIL_TIMEOUT;
        boolean backup = false;
        boolean down = false;
        boolean resolve = false;
        String service = "";
        String route = "";
        Duration slowStart = Duration.ZERO;
        boolean drain = false;
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            String value = word.substring(equals + 1);
            try {
                switch (equals < 0 ? word : word.substring(0, equals + 1)) {
                    case "weight=" -> weight = positive(value);
                    case "max_conns=" -> maxConnections = Numbers.number(value);
                    case "max_fails=" -> maxFails = Numbers.number(value);
                    case "fail_timeout=" -> failTimeout = Times.seconds(value);
                    case "backup" -> backup = true;
                    case "down" -> down = true;
                    case "resolve" -> resolve = true;
                    case "route=" -> route = value;
                    case "slow_start=" -> slowStart = Times.seconds(value);
                    case "drain" -> drain = true;
                    case "service=" -> service = service(value, address);
                    default -> throw new ValueException("invalid parameter");
                }
            } catch (ValueException e) {
                throw new ValueException("invalid parameter \"" + word + "\"");
            }
        }
        UpstreamAddress.check(address, false);
        return new UpstreamServer(
                address,
                weight,
                maxConnections,
                maxFails,
                failTimeout,
                backup,
                down,
                resolve,
                service,
                new Plus(route, slowStart, drain));
    }

    /** A service without a dot is one over TCP. */
    private static String service(String value, String host) throws ValueException {
        if (value.isEmpty()) {
            throw new ValueException("invalid parameter");
        }
        return (value.indexOf('.') < 0 ? "_" + value + "._tcp" : value) + "." + host;
    }

    private static long positive(String value) throws ValueException {
        long number = Numbers.number(value);
        if (number == 0) {
            throw new ValueException("invalid number");
        }
        return number;
    }
}
