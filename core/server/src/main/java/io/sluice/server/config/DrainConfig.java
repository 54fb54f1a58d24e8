package io.sluice.server.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * How tunnels are ended politely.
 *
 * @param stopCode the code of the Close frames that are sent when the process stops
 * @param stopReason their reason, at most 123 bytes of UTF-8
 * @param code the code where a listener, a route or an endpoint is no longer used
 * @param reason the reason then
 * @param window the time over which the tunnels are ended that end for one cause
 * @param rate how many are ended in a second at most, in the whole process; 0 for no bound
 * @param deadline how long a message that is under way may take to its end
 * @param echoTimeout how long both sides may take to answer Close
 * @param retryAfter what a refused upgrade is told; zero for nothing
 */
public record DrainConfig(
        int stopCode,
        String stopReason,
        int code,
        String reason,
        Duration window,
        int rate,
        Duration deadline,
        Duration echoTimeout,
        Duration retryAfter) {
    /** RFC 6455 section 5.5: a control frame has 125 bytes at most, and two of them are the code. */
    static final int LONGEST_REASON = 123;

    /** Codes with which a server may go, of section 7.4.1 and IANA's registry; and those that anybody may use. */
    private static final List<Integer> CODES = List.of(1000, 1001, 1012, 1013);

    private static final int OWN = 3000;
    private static final int LAST = 4999;

    static DrainConfig read(Block block) {
        return new DrainConfig(
                code(block, "stop-code"),
                reason(block, "stop-reason"),
                code(block, "code"),
                reason(block, "reason"),
                block.duration("window", Duration.ZERO, ConfigLoader.LONGEST),
                block.integer("rate", 0, 1_000_000),
                block.duration("deadline", Duration.ZERO, ConfigLoader.LONGEST),
                block.duration("echo-timeout", Duration.ZERO, ConfigLoader.LONGEST),
                block.duration("retry-after", Duration.ZERO, ConfigLoader.LONGEST));
    }

    private static int code(Block block, String key) {
        int code = block.integer(key, 0, 0xffff);
        if (!CODES.contains(code) && (code < OWN || code > LAST)) {
            block.refuse(key, "1000, 1001, 1012, 1013, or a code of your own from " + OWN + " to " + LAST);
        }
        return code;
    }

    private static String reason(Block block, String key) {
        String reason = block.text(key).orElse("");
        if (reason.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
            block.refuse(key, "at most " + LONGEST_REASON + " bytes");
        }
        return reason;
    }
}
