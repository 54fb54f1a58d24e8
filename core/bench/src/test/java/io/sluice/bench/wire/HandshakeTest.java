package io.sluice.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    @Test
    void theAnswerToAKeyIsThatOfTheRfc() {
        assertThat(Handshake.accept(KEY)).isEqualTo(ACCEPT);
    }

    @Test
    void aKeyIsSixteenBytesInBase64() {
        assertThat(Handshake.key(new SplittableRandom(1))).matches("[A-Za-z0-9+/]{22}==");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Upgrade: WebSocket!Connection: keep-alive, upgrade!Sec-WebSocket-Accept: " + ACCEPT + " | | ",
                "Upgrade: websocket!Connection: Upgrade!Sec-WebSocket-Accept: " + ACCEPT
                        + "!Sec-WebSocket-Protocol: b | a, b | ",
                "Connection: Upgrade!Sec-WebSocket-Accept: " + ACCEPT + " | | Upgrade: null (expected: websocket)",
                "Upgrade: websocket!Sec-WebSocket-Accept: " + ACCEPT + " | | Connection: null (expected: Upgrade)",
                "Upgrade: websocket!Connection: Upgrade!Sec-WebSocket-Accept: x | | Sec-WebSocket-Accept: x (expected: "
                        + ACCEPT + ")",
                "Upgrade: websocket!Connection: Upgrade!Sec-WebSocket-Accept: " + ACCEPT
                        + "!Sec-WebSocket-Extensions: foo | | Sec-WebSocket-Extensions: foo (none was offered)",
                "Upgrade: websocket!Connection: Upgrade!Sec-WebSocket-Accept: " + ACCEPT
                        + "!Sec-WebSocket-Protocol: c | a,b | Sec-WebSocket-Protocol: c (offered: a,b)",
                "Upgrade: websocket!Connection: Upgrade!Sec-WebSocket-Accept: " + ACCEPT
                        + "!Sec-WebSocket-Protocol: c | | Sec-WebSocket-Protocol: c (offered: none)",
            })
    void aHandshakeIsJudgedByItsAnswer(String fields, String offered, String problem) throws Exception {
        AnswerReader answer = AnswerReader.ofHandshake();
        String head = "HTTP/1.1 101 Switching Protocols\r\n" + fields.replace("!", "\r\n") + "\r\n\r\n";
        assertThat(answer.read(ByteBuffer.wrap(head.getBytes(ISO_8859_1)))).isTrue();
        assertThat(Handshake.problem(answer, KEY, offered == null ? "" : offered))
                .isEqualTo(problem);
    }
}
