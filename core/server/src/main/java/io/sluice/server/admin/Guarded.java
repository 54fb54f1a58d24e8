package io.sluice.server.admin;

import io.sluice.api.exchange.AddressText;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeadersView;
import io.sluice.api.status.StatusResponse;
import io.sluice.server.config.AdminConfig;
import io.sluice.server.config.AdminToken.Right;
import io.sluice.server.exchange.Beats;
import io.sluice.server.exchange.Command;
import io.sluice.server.exchange.CommandAnswer;
import io.sluice.server.observe.Allowance;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way to everything on the admin listener: what a request may do is asked here, and nowhere else. Thread-safe. */
final class Guarded {
    private static final Logger log = LoggerFactory.getLogger(Guarded.class);
    private static final int REFUSALS_PER_SECOND = 1;
    private static final String LARGEST_BODY = "65536";

    /** What every answer has: it is kept nowhere, is what it says it is, and stands in no other page. */
    private static final Map<String, String> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put("Cache-Control", "no-store");
        FIELDS.put("X-Content-Type-Options", "nosniff");
        FIELDS.put("X-Frame-Options", "DENY");
        FIELDS.put("Referrer-Policy", "no-referrer");
        FIELDS.put("Cross-Origin-Resource-Policy", "same-origin");
        FIELDS.put(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    private final Guard guard;
    private final Tokens tokens;
    private final boolean anyToken;
    private final boolean readsNeedToken;
    private final Streams streams;
    private final LongSupplier nanoTime;
    private final Allowance refusals = new Allowance(REFUSALS_PER_SECOND);

    Guarded(AdminConfig config, Streams streams, LongSupplier nanoTime) {
        this.guard = new Guard(config);
        this.tokens = new Tokens(config.tokens(), nanoTime);
        this.anyToken = !config.tokens().isEmpty();
        this.readsNeedToken = config.readsNeedToken();
        this.streams = streams;
        this.nanoTime = nanoTime;
    }

    /** A handler behind the guard. */
    Command command(Handler handler) {
        return exchange -> perform(handler, exchange);
    }

    private CompletionStage<CommandAnswer> perform(Handler handler, ExchangeView exchange) {
        boolean reads = Handler.PAGE.contains(exchange.method());
        Optional<Refusal> refusal = guard.refusal(exchange, reads);
        String client = client(exchange);
        if (refusal.isEmpty() && anyToken && (!reads || readsNeedToken)) {
            Tokens.Shown shown = tokens.check(exchange, reads ? Right.READ : Right.WRITE);
            refusal = shown.refusal();
            client += shown.name().isEmpty() ? "" : " (token " + shown.name() + ")";
        }
        List<String> allowed = handler.methods(exchange.path());
        if (refusal.isEmpty() && allowed.isEmpty()) {
            return CompletableFuture.completedFuture(answer(handler.nothing(), Map.of()));
        }
        if (refusal.isEmpty() && !allowed.contains(exchange.method())) {
            String methods = String.join(", ", allowed);
            return CompletableFuture.completedFuture(answer(
                    Handler.error(405, "method not allowed (expected: " + methods + ")"), Map.of("Allow", methods)));
        }
        if (refusal.isEmpty() && !reads) {
            refusal = Guard.simple(exchange).or(() -> body(exchange));
        }
        if (refusal.isPresent()) {
            tell(refusal.get(), client);
            return CompletableFuture.completedFuture(answer(
                    Handler.error(refusal.get().status(), refusal.get().message()),
                    refusal.get().fields()));
        }
        return handler.handle(exchange, client).thenApply(page -> answer(page, Map.of()));
    }

    /** Commands have no use for a body, which is not read: a small one does no harm, as programs may send one. */
    private static Optional<Refusal> body(ExchangeView exchange) {
        HeadersView fields = exchange.requestHeaders();
        if (fields.first("Transfer-Encoding") != null) {
            return Optional.of(
                    new Refusal(400, "a body of no known length (expected: none, or a Content-Length)", Map.of()));
        }
        String length = fields.first("Content-Length"); // digits: the request would have been refused else
        boolean large = length != null
                && (length.length() > LARGEST_BODY.length()
                        || (length.length() == LARGEST_BODY.length() && length.compareTo(LARGEST_BODY) > 0));
        return large
                ? Optional.of(new Refusal(
                        413,
                        "a body of " + length + " bytes (expected: none, or " + LARGEST_BODY + " at most)",
                        Map.of()))
                : Optional.empty();
    }

    /** Anybody may have requests refused as often as they like: few are told. */
    private void tell(Refusal refusal, String client) {
        long untold = refusals.take(nanoTime.getAsLong());
        if (untold >= 0) {
            log.warn(
                    "admin: a request of {} is answered with {}: {}{}",
                    client,
                    refusal.status(),
                    refusal.message(),
                    untold == 0 ? "" : "; " + untold + " more before it were refused, too");
        }
    }

    private CommandAnswer answer(StatusResponse page, Map<String, String> further) {
        Map<String, String> fields = new LinkedHashMap<>(FIELDS);
        fields.putAll(further);
        if (page.stream() == null) {
            return new CommandAnswer(page, fields, null);
        }
        Optional<Beats> beats = streams.begin(page.stream());
        if (beats.isPresent()) {
            return new CommandAnswer(page, fields, beats.get());
        }
        fields.put("Retry-After", "5");
        return new CommandAnswer(
                Handler.error(503, "as many pages that go on are open as may be: " + Streams.MOST), fields, null);
    }

    private static String client(ExchangeView exchange) {
        InetSocketAddress client = exchange.clientAddress();
        return AddressText.of(client.getAddress()) + " port " + client.getPort();
    }
}
