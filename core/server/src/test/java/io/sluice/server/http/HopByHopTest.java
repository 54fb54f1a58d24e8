package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopByHopTest {
    @Test
    void theFieldsOfTheHopAreRemovedAndTheOthersStay() {
        Fields fields = FieldsTest.received("GET / HTTP/1.1¶Host: h¶Connection: keep-alive¶Keep-Alive: timeout=5¶"
                + "Proxy-Connection: x¶TE: trailers¶Upgrade: websocket¶A: b¶¶");
        HopByHop.strip(fields);
        assertThat(FieldsTest.lines(fields)).containsExactly("Host=h", "A=b");
    }

    @Test
    void theFramingStays() {
        Fields fields = FieldsTest.received(
                "GET / HTTP/1.1¶Host: h¶Transfer-Encoding: chunked¶Trailer: A¶Connection: transfer-encoding, trailer¶¶0¶¶");
        HopByHop.strip(fields);
        assertThat(FieldsTest.lines(fields)).containsExactly("Host=h", "Transfer-Encoding=chunked", "Trailer=A");
    }

    @Test
    void whatConnectionNamesIsRemovedWhateverItsCase() {
        Fields fields = FieldsTest.received(
                "GET / HTTP/1.1¶Host: h¶connection: close, X-Hop ,,¶x-hop: 1¶X-HOP: 2¶Connection: other¶Other: 3¶A: b¶¶");
        HopByHop.strip(fields);
        assertThat(FieldsTest.lines(fields)).containsExactly("Host=h", "A=b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type",
                "Authorization",
                "Cookie",
                "Cache-Control",
                "X-Forwarded-For",
                "X-Real-IP",
                "Forwarded",
                "Sec-WebSocket-Key",
                "Sec-WebSocket-Version",
                "Sec-WebSocket-Extensions"
            })
    void whatABackEndDecidesByCannotBeNamedAway(String name) {
        Fields fields = new Fields();
        fields.add("Connection", "close, " + name.toLowerCase(Locale.ROOT));
        fields.add(name, "v");
        HopByHop.strip(fields);
        assertThat(FieldsTest.lines(fields)).containsExactly(name + "=v");
    }

    @Test
    void hostAndContentLengthCannotBeNamedAway() {
        Fields fields =
                FieldsTest.received("POST / HTTP/1.1¶Host: h¶Content-Length: 0¶Connection: Host, content-length¶¶");
        HopByHop.strip(fields);
        assertThat(FieldsTest.lines(fields)).containsExactly("Host=h", "Content-Length=0");
    }
}
