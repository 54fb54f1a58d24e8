package io.sluice.api.accesslog;

import io.sluice.api.exchange.ExchangeView;

/**
 * What a line of an access log is about: a finished exchange, of which everything in {@link ExchangeView} has its last value,
 * or a tunnel that has just opened, of which everything is as of now. A log says which of the two lines of a tunnel it wants.
 */
public interface AccessLogEntry extends ExchangeView {
    /** What happened. */
    enum Event {
        /** A plain request was answered, or refused. */
        REQUEST,
        /** A tunnel has opened: its 101 is about to reach the client. */
        OPEN,
        /** A tunnel has ended. */
        CLOSE
    }

    /** What happened [Sluice's own $ws_event]. */
    default Event event() {
        return Event.REQUEST;
    }

    /**
     * How the exchange ended: {@code ok}, or the permanent name of the error kind, such as {@code connect-refused} or
     * {@code client-closed}. {@code ok} for a tunnel that has just opened.
     */
    String outcome();
}
