package io.sluice.api.accesslog;

import io.sluice.api.exchange.ExchangeView;

/** A finished exchange. Everything in {@link ExchangeView} has its last value. */
public interface AccessLogEntry extends ExchangeView {
    /**
     * How the exchange ended: {@code ok}, or the permanent name of the error kind, such as {@code connect-refused} or
     * {@code client-closed}.
     */
    String outcome();
}
