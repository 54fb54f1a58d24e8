package io.sluice.server.exchange;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.config.RedirectRules;
import io.sluice.server.config.ReturnConfig;
import io.sluice.server.http.Fields;
import io.sluice.server.http.HeadWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** What nginx's {@code return} answers: the same fields in the same order, the same body. */
final class ReturnAnswer {
    private static final int FIRST_ERROR = 400;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** After these nginx closes the client's connection (ngx_http_special_response_handler). */
    private static final Set<Integer> LAST = Set.of(400, 413, 414, 500, 501);

    private ReturnAnswer() {}

    /** Whether it is an error's page that is asked for, in whose place the route may serve another. */
    static boolean isError(ReturnConfig config) {
        return config != null
                && config.body().isEmpty()
                && config.status() >= FIRST_ERROR
                && config.status() != ReturnConfig.CLOSE;
    }

    /** The status of a redirect to a URL in place of an error. */
    static int redirectStatus(OptionalInt asked) {
        return asked.isPresent() && ReturnConfig.REDIRECTS.contains(asked.getAsInt()) ? asked.getAsInt() : 302;
    }

    /** The answer. */
    static LocalAnswer of(ReturnConfig config, ExchangeView exchange, RedirectRules rules, ExchangeContext context) {
        int status = config.status();
        if (config.location().isPresent()) {
            return redirect(status, config.location().get().text(exchange), exchange, rules, context);
        }
        if (status == ReturnConfig.CLOSE) {
            return new LocalAnswer(status, new Fields(), NOTHING, true);
        }
        if (config.body().isEmpty() && status >= FIRST_ERROR) {
            return page(status, context);
        }
        byte[] body = config.body()
                .map(text -> text.text(exchange).getBytes(StandardCharsets.ISO_8859_1))
                .orElseGet(() -> new byte[0]);
        Fields fields = start(context);
        if (status != 204) {
            String type = config.types().of(exchange.path());
            if (!type.isEmpty()) {
                fields.add("Content-Type", type);
            }
            fields.add("Content-Length", Integer.toString(body.length));
        }
        return new LocalAnswer(status, fields, ByteBuffer.wrap(body), false);
    }

    /** As nginx writes it: one on the same host is completed, and then stands before Connection. */
    static LocalAnswer redirect(
            int status, String location, ExchangeView exchange, RedirectRules rules, ExchangeContext context) {
        String to = safe(location);
        Fields fields = context.pages().fields(status, false);
        if (to.startsWith("/")) {
            fields.remove("Connection"); // comes again behind
            fields.add("Location", LocalAnswer.absolute(to, exchange, rules));
        } else {
            fields.add("Location", to);
        }
        return new LocalAnswer(status, fields, context.pages().body(status), false);
    }

    /** The page of an error; nginx sends none with a status that it has no words for. */
    private static LocalAnswer page(int status, ExchangeContext context) {
        boolean last = LAST.contains(status);
        if (HeadWriter.reason(status).isEmpty()) {
            Fields fields = start(context);
            fields.add("Content-Length", "0");
            return new LocalAnswer(status, fields, NOTHING.duplicate(), last);
        }
        return new LocalAnswer(
                status, context.pages().fields(status, false), context.pages().body(status), last);
    }

    private static Fields start(ExchangeContext context) {
        Fields fields = new Fields();
        fields.add("Server", context.server());
        fields.add("Date", context.date().now());
        return fields;
    }

    /** Percent-encodes control characters: $uri is decoded, and a client must not write fields of the answer by it. */
    static String safe(String location) {
        StringBuilder out = null;
        for (int i = 0; i < location.length(); i++) {
            char c = location.charAt(i);
            boolean control = c < ' ' || c == 0x7f;
            if (control && out == null) {
                out = new StringBuilder(location.length() + 8).append(location, 0, i);
            }
            if (out != null) {
                out.append(control ? String.format(Locale.ROOT, "%%%02X", (int) c) : String.valueOf(c));
            }
        }
        return out == null ? location : out.toString();
    }
}
