package io.sluice.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.server.config.HeadLimits;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.RequestHead;
import io.sluice.server.http.RequestHeadReader;
import io.sluice.server.http.ResponseHead;
import io.sluice.server.http.ResponseHeadReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private static final HeadLimits LIMITS = new HeadLimits(8192, 8192, 100, 32_768);
    /** The example of RFC 6455 section 1.3. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final String VALID =
            "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|" + "Sec-WebSocket-Key: " + KEY;
    private static final String VALID_ANSWER = "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Accept: " + ACCEPT;

    @Test
    void theAcceptIsThatOfTheRfcsExample() {
        assertThat(Handshake.acceptFor(KEY)).isEqualTo(ACCEPT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                VALID,
                "connection: keep-alive, upgrade|upgrade: WebSocket|sec-websocket-version: 13|sec-websocket-key: "
                        + KEY,
                "Connection: Upgrade|Upgrade: h2c, websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: " + KEY,
                VALID + "|Content-Length: 0",
                VALID + "|Sec-WebSocket-Protocol: a, b|Sec-WebSocket-Extensions: permessage-deflate",
            })
    void aValidHandshakePasses(String fields) {
        RequestHead request = request("GET", "HTTP/1.1", fields);
        assertThat(Handshake.requested(request)).isTrue();
        assertThatCode(() -> Handshake.check(request)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A: b", "Upgrade: h2c", "Upgrade: websockets", "Connection: Upgrade"})
    void whatNamesNoWebSocketIsNoHandshake(String fields) {
        assertThat(Handshake.requested(request("GET", "HTTP/1.1", fields))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    bad-handshake~       POST~ HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|KEY
                    bad-handshake~       GET~  HTTP/1.0~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|KEY
                    bad-handshake~       GET~  HTTP/1.1~ Upgrade: websocket|Sec-WebSocket-Version: 13|KEY
                    bad-handshake~       GET~  HTTP/1.1~ Connection: close|Upgrade: websocket|Sec-WebSocket-Version: 13|KEY
                    bad-handshake~       GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: h2c|Sec-WebSocket-Version: 13|KEY
                    bad-handshake~       GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|KEY
                    unsupported-version~ GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 12|KEY
                    unsupported-version~ GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13, 8|KEY
                    unsupported-version~ GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 013|KEY
                    unsupported-version~ GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version:|KEY
                    bad-handshake~       GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 13|KEY
                    bad-handshake~       GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13
                    bad-handshake~       GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|KEY|KEY
                    bad-handshake~       GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key:
                    bad-handshake~       GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ
                    bad-handshake~       GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZTE=
                    bad-handshake~       GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j!Q==
                    bad-handshake~       GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|KEY|Content-Length: 1
                    bad-handshake~       GET~  HTTP/1.1~ Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|KEY|Transfer-Encoding: chunked
                    """)
    void aHandshakeAgainstTheRfcIsRefused(String kind, String method, String version, String fields) {
        RequestHead request = request(method, version, fields.replace("KEY", "Sec-WebSocket-Key: " + KEY));
        ProxyException refused = catchThrowableOfType(ProxyException.class, () -> Handshake.check(request));
        assertThat(refused.kind().id()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    A: b~                                             VALID
                    A: b~                                             connection: x, upgrade|upgrade: WebSocket|sec-websocket-accept: ACC
                    A: b~                                             VALID|Content-Length: 0
                    Sec-WebSocket-Protocol: a, b~                     VALID|Sec-WebSocket-Protocol: b
                    Sec-WebSocket-Protocol: a|Sec-WebSocket-Protocol: b~ VALID|Sec-WebSocket-Protocol: b
                    Sec-WebSocket-Protocol: a, b~                     VALID
                    Sec-WebSocket-Extensions: permessage-deflate~     VALID|Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover
                    Sec-WebSocket-Extensions: x, y; p="a,b\\";c", z~  VALID|Sec-WebSocket-Extensions: z|Sec-WebSocket-Extensions: x; q=1, y
                    """)
    void anAnswerToWhatWasOfferedPasses(String offered, String answer) {
        RequestHead request = request("GET", "HTTP/1.1", VALID + "|" + offered);
        ResponseHead response = response(answer);
        assertThatCode(() -> Handshake.checkResponse(request, response)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    A: b~                         Connection: Upgrade|Sec-WebSocket-Accept: ACC
                    A: b~                         Connection: Upgrade|Upgrade: h2c|Sec-WebSocket-Accept: ACC
                    A: b~                         Connection: Upgrade|Upgrade: websocket, h2c|Sec-WebSocket-Accept: ACC
                    A: b~                         VALID|Upgrade: websocket
                    A: b~                         Upgrade: websocket|Sec-WebSocket-Accept: ACC
                    A: b~                         Connection: close|Upgrade: websocket|Sec-WebSocket-Accept: ACC
                    A: b~                         Connection: Upgrade|Upgrade: websocket
                    A: b~                         Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO=
                    A: b~                         Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Accept: dGhlIHNhbXBsZSBub25jZQ==
                    A: b~                         VALID|Sec-WebSocket-Accept: ACC
                    A: b~                         VALID|Sec-WebSocket-Protocol: a
                    Sec-WebSocket-Protocol: a~    VALID|Sec-WebSocket-Protocol: A
                    Sec-WebSocket-Protocol: a, b~ VALID|Sec-WebSocket-Protocol: a, b
                    Sec-WebSocket-Protocol: a, b~ VALID|Sec-WebSocket-Protocol: a|Sec-WebSocket-Protocol: b
                    Sec-WebSocket-Protocol: a, b~ VALID|Sec-WebSocket-Protocol:
                    A: b~                         VALID|Sec-WebSocket-Extensions: permessage-deflate
                    Sec-WebSocket-Extensions: x~  VALID|Sec-WebSocket-Extensions: x, y
                    Sec-WebSocket-Extensions: x~  VALID|Sec-WebSocket-Extensions: y; p="x
                    Sec-WebSocket-Extensions: x; p=",y"~ VALID|Sec-WebSocket-Extensions: y
                    A: b~                         VALID|Content-Length: 1
                    A: b~                         VALID|Transfer-Encoding: chunked
                    """)
    void anAnswerAgainstTheRfcIsRefused(String offered, String answer) {
        RequestHead request = request("GET", "HTTP/1.1", VALID + "|" + offered);
        ProxyException refused =
                catchThrowableOfType(ProxyException.class, () -> Handshake.checkResponse(request, response(answer)));
        assertThat(refused.kind().id()).isEqualTo("bad-upgrade-response");
    }

    @Test
    void onlyCodesForTheWireMayBeSent() {
        int[] may = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999};
        int[] mayNot = {-1, 0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65_535};
        for (int code : may) {
            assertThat(CloseCode.maySend(code)).as("%d", code).isTrue();
        }
        for (int code : mayNot) {
            assertThat(CloseCode.maySend(code)).as("%d", code).isFalse();
        }
    }

    private static RequestHead request(String method, String version, String fields) {
        return new RequestHeadReader(LIMITS).read(head(method + " /ws " + version + "|Host: h|" + fields));
    }

    private static ResponseHead response(String fields) {
        String lines = fields.replace("VALID", VALID_ANSWER).replace("ACC", ACCEPT);
        return new ResponseHeadReader(LIMITS).read(head("HTTP/1.1 101 Switching Protocols|" + lines));
    }

    private static ByteBuffer head(String lines) {
        String head = lines.replace("|", "\r\n") + "\r\n\r\n";
        return ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
    }
}
