package io.sluice.server.observe;

import io.sluice.api.accesslog.AccessLogEntry;
import io.sluice.api.exchange.TunnelView;
import io.sluice.server.error.ErrorKind;

/**
 * How a tunnel ended, in one word for logs and figures. What broke it has the permanent name of its {@link ErrorKind}, such as {@code tunnel-idle} or {@code tunnel-drained}; an end in order is named by who
 * began it. Behind a Close frame all was said: that a side then breaks its connection off, as many do, is such an end, too.
 */
public final class TunnelEnding {
    /** The client began an end in order. */
    public static final String CLIENT_CLOSE = "client-close";
    /** The endpoint began an end in order. */
    public static final String UPSTREAM_CLOSE = "upstream-close";
    /** Sluice began an end in order, and no error kind says why. */
    public static final String PROXY_CLOSE = "proxy-close";

    private static final String OK = "ok";

    private TunnelEnding() {}

    /** The word; null while the tunnel is open, and where there is none. */
    public static String of(AccessLogEntry entry) {
        return entry.event() == AccessLogEntry.Event.CLOSE ? of(entry.outcome(), entry.tunnel()) : null;
    }

    /**
     * The word.
     *
     * @param outcome {@code ok}, or the name of the kind of what broke it
     * @param tunnel null where nothing is known of it
     */
    public static String of(String outcome, TunnelView tunnel) {
        boolean broken = outcome.equals(ErrorKind.CLIENT_CLOSED.id()) || outcome.equals(ErrorKind.UPSTREAM_CLOSED.id());
        boolean afterClose = broken && tunnel != null && tunnel.closeCode() >= 0;
        if (!outcome.equals(OK) && !afterClose) {
            return outcome;
        }
        TunnelView.Side by = tunnel == null ? null : tunnel.closedBy();
        if (by == null) {
            return OK;
        }
        return switch (by) {
            case CLIENT -> CLIENT_CLOSE;
            case UPSTREAM -> UPSTREAM_CLOSE;
            case PROXY -> PROXY_CLOSE;
        };
    }
}
