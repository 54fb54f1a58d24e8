package io.sluice.server.variable;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.accesslog.AccessLogEntry.Event;
import io.sluice.api.exchange.TunnelView.Side;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.FakeTunnel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelVariablesTest {
    private static final Variables VARIABLES = new Variables();
    private static final List<String> ALL =
            VARIABLES.names().stream().filter(name -> name.startsWith("ws_")).toList();

    private static String value(String text, FakeExchange exchange) {
        return VARIABLES
                .compile(text, (value, out) -> out.append(value == null ? "-" : value))
                .text(exchange);
    }

    @Test
    void aPlainRequestHasNone() {
        assertThat(ALL)
                .hasSize(12)
                .allSatisfy(name ->
                        assertThat(value("$" + name, FakeExchange.get("/"))).isEqualTo("-"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $ws_event $ws_end                                 | close client-close
            $ws_closed_by $ws_close_code $ws_close_reason     | client 1000 bye
            $ws_subprotocol                                   | chat
            $ws_messages_in $ws_messages_out                  | 3 5
            $ws_bytes_in $ws_bytes_out                        | 300 5000
            $ws_duration $ws_idle                             | 61.005 1.500
            """)
    void aTunnelThatHasEndedHasAll(String template, String text) {
        assertThat(value(template, closed("ok", FakeTunnel.closed(Side.CLIENT, 1000, "bye"))))
                .isEqualTo(text);
    }

    @Test
    void oneThatHasJustOpenedHasNoEnd() {
        assertThat(value(
                        "$ws_event $ws_end $ws_closed_by $ws_close_code $ws_close_reason $ws_subprotocol $ws_messages_in"
                                + " $ws_bytes_out $ws_duration",
                        FakeExchange.upgrade("/").event(Event.OPEN).tunnel(FakeTunnel.OPEN)))
                .isEqualTo("open - - - - - 0 0 0.000");
    }

    @Test
    void whereFramesAreNotFollowedThereAreNoMessages() {
        assertThat(value(
                        "$ws_messages_in $ws_messages_out $ws_close_code $ws_bytes_in $ws_closed_by",
                        closed("ok", FakeTunnel.closed(Side.UPSTREAM, 1000, "").blind())))
                .isEqualTo("- - - 300 upstream");
    }

    @ParameterizedTest
    @CsvSource({
        "ok, CLIENT, client-close",
        "ok, UPSTREAM, upstream-close",
        "ok, PROXY, proxy-close",
        "tunnel-idle, PROXY, tunnel-idle",
        "client-closed, CLIENT, client-closed",
        "shutting-down, PROXY, shutting-down",
    })
    void theEndIsTheNameOfTheErrorOrOfWhoBeganIt(String outcome, Side by, String end) {
        assertThat(value("$ws_end", closed(outcome, FakeTunnel.closed(by, -1, ""))))
                .isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "client-closed, CLIENT, client-close",
        "client-closed, UPSTREAM, upstream-close",
        "upstream-closed, UPSTREAM, upstream-close",
        "shutting-down, PROXY, shutting-down",
        "client-stalled, UPSTREAM, client-stalled",
    })
    void aConnectionThatIsBrokenBehindACloseFrameIsAnEndInOrder(String outcome, Side by, String end) {
        assertThat(value("$ws_end", closed(outcome, FakeTunnel.closed(by, 1001, ""))))
                .isEqualTo(end);
    }

    @Test
    void aReasonStandsForTheBytesOfItsUtf8() {
        assertThat(value("$ws_close_reason", closed("ok", FakeTunnel.closed(Side.CLIENT, 4000, "tsch\u00fcss \u20ac"))))
                .isEqualTo(new String(
                        "tsch\u00fcss \u20ac".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private static FakeExchange closed(String outcome, FakeTunnel tunnel) {
        return FakeExchange.upgrade("/")
                .answered(101)
                .event(Event.CLOSE)
                .outcome(outcome)
                .tunnel(tunnel);
    }
}
