package io.sluice.server.relay;

import io.sluice.server.config.DrainConfig;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.websocket.CloseCode;
import java.time.Duration;

/**
 * How and why tunnels are ended politely: what their Close frames say, how long that may take, and what the exchange comes
 * to. Immutable; one serves any number of tunnels.
 *
 * @param code the code of the Close frames; {@link io.sluice.server.websocket.CloseCode#maySend} must be true for it
 * @param reason their reason; what is more than 123 bytes of UTF-8 is left out
 * @param messageTime how long a message that is under way may take to its end
 * @param echoTime how long both sides may take to answer
 * @param why the outcome of the exchange
 */
public record Ending(int code, String reason, Duration messageTime, Duration echoTime, ProxyException why) {
    /** The end of the process: {@code stop-code} and {@code stop-reason}, outcome {@code tunnel-drained}. */
    public static Ending stop(DrainConfig rules) {
        return of(
                rules.stopCode(),
                rules.stopReason(),
                rules,
                new ProxyException(ErrorKind.TUNNEL_DRAINED, "the server is stopping"));
    }

    /** The end of what the tunnel came by or leads to, such as a listener: {@code code} and {@code reason}. */
    public static Ending goingAway(DrainConfig rules, ErrorKind kind, String why) {
        return of(rules.code(), rules.reason(), rules, new ProxyException(kind, why));
    }

    /** The end of one through which nothing has passed for too long: 1001, outcome {@code tunnel-idle}. */
    static Ending idle(DrainConfig rules, String why) {
        return of(CloseCode.GOING_AWAY, "idle timeout", rules, new ProxyException(ErrorKind.TUNNEL_IDLE, why));
    }

    /** The end of one of which a side did not answer: 1001, outcome {@code ping-timeout}. */
    static Ending unanswered(DrainConfig rules, String why) {
        return of(CloseCode.GOING_AWAY, "ping timeout", rules, new ProxyException(ErrorKind.PING_TIMEOUT, why));
    }

    /** A code and a reason of an operator's choice, outcome {@code tunnel-closed}. */
    public static Ending byCommand(DrainConfig rules, int code, String reason) {
        return of(code, reason, rules, new ProxyException(ErrorKind.TUNNEL_CLOSED, "closed by command"));
    }

    private static Ending of(int code, String reason, DrainConfig rules, ProxyException why) {
        return new Ending(code, reason, rules.deadline(), rules.echoTimeout(), why);
    }
}
