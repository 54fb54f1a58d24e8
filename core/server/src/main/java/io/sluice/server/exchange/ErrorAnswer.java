package io.sluice.server.exchange;

import io.sluice.server.config.ErrorPageConfig;

/**
 * How an exchange that met an error is answered: by the error's own page, or by what the route serves in its place (nginx:
 * error_page). On the exchange's worker.
 */
final class ErrorAnswer {
    private final Exchange exchange;
    private final Routing routing;
    private final LocalAnswer page;

    /** With the error's own page. */
    ErrorAnswer(Exchange exchange, Routing routing, LocalAnswer page) {
        this.exchange = exchange;
        this.routing = routing;
        this.page = page;
    }

    /**
     * Answers.
     *
     * @param code by which the route names the error
     */
    void send(int code) {
        ErrorPageConfig other = exchange.head() == null ? null : routing.errorPage(code);
        if (other == null) {
            exchange.answerLocally(page);
        } else {
            routing.enterErrorPage();
            exchange.events().guarded(() -> replace(other));
        }
    }

    private void replace(ErrorPageConfig other) {
        ExchangeRecord record = exchange.record();
        String to = other.to().text(record);
        boolean named = to.startsWith("@");
        if (!named && !to.startsWith("/")) {
            exchange.answerLocally(ReturnAnswer.redirect(
                    ReturnAnswer.redirectStatus(other.status()),
                    to,
                    record,
                    routing.plan().redirects(),
                    exchange.context()));
            return;
        }
        if (named && exchange.body().taken()) {
            exchange.answerLocally(page); // part of the body is gone: nobody else can be asked
            return;
        }
        record.errorStatus = other.asAnswered() ? 0 : other.status().orElse(page.status());
        if (named) {
            routing.named(to);
        } else {
            exchange.body().drop();
            routing.redirect(to);
        }
        exchange.serveAnew();
    }
}
