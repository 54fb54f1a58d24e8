package io.sluice.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelloReaderTest {
    private static final int RECORD_HEADER = 5;

    @Test
    void theNameAndTheProtocolsAreFoundInWhatARealClientSays() throws Exception {
        ClientHello hello = HelloReader.read(ByteBuffer.wrap(hello("Chat.Example.COM", "h2", "http/1.1")));
        assertThat(hello).isEqualTo(new ClientHello("chat.example.com", List.of("h2", "http/1.1")));
    }

    @Test
    void aClientThatNamesNothingIsRead() throws Exception {
        assertThat(HelloReader.read(ByteBuffer.wrap(hello(null)))).isEqualTo(new ClientHello("", List.of()));
    }

    @Test
    void moreIsAwaitedAtEverySplit() throws Exception {
        byte[] whole = hello("example.com", "http/1.1");
        for (int length = 0; length < whole.length; length++) {
            assertThat(HelloReader.read(ByteBuffer.wrap(whole, 0, length)))
                    .as("%d bytes", length)
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 200})
    void aMessageMayBeCutIntoRecords(int size) throws Exception {
        ByteBuffer cut = records(hello("example.com", "http/1.1"), size);
        assertThat(HelloReader.read(cut)).isEqualTo(new ClientHello("example.com", List.of("http/1.1")));
        assertThat(cut.position()).as("the engine reads the same bytes").isZero();
    }

    @Test
    void whatFollowsTheMessageIsLeftAlone() throws Exception {
        byte[] hello = hello("example.com");
        assertThat(HelloReader.read(ByteBuffer.wrap(Arrays.copyOf(hello, hello.length + 100))))
                .isEqualTo(new ClientHello("example.com", List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "15 03 01 00 02,        10, record of type 21 (expected: 22",
        "16 02 00 00 02,        70, record of version 2",
        "16 03 01 00 00,        10, record of 0 bytes",
        "16 03 01 40 01,        22, record of 16385 bytes",
        "16 03 01 00 01 02,     10, handshake message 2",
        "16 03 01 00 04 01 00 40 00, 22, ClientHello of 16384 bytes",
        "16 03 01 00 04 01 00 00 00, 50, ClientHello: a length",
    })
    void whatIsNoClientHelloIsRefusedWithItsAlert(String bytes, int alert, String message) {
        assertThatThrownBy(() -> HelloReader.read(ByteBuffer.wrap(unhex(bytes))))
                .isInstanceOfSatisfying(
                        TlsRefusal.class, e -> assertThat(e.alert()).isEqualTo(alert))
                .hasMessageContaining(message);
    }

    @Test
    void noLengthInAMessageLeadsAstray() throws Exception {
        Random random = new Random(20);
        byte[] sound = hello("example.com", "http/1.1");
        for (int i = 0; i < 20_000; i++) {
            byte[] spoilt = sound.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                spoilt[RECORD_HEADER + 4 + random.nextInt(spoilt.length - RECORD_HEADER - 4)] = (byte) random.nextInt();
            }
            try {
                HelloReader.read(ByteBuffer.wrap(spoilt));
            } catch (TlsRefusal e) {
                assertThat(e.alert()).isEqualTo(50);
            }
        }
    }

    private static byte[] hello(String name, String... protocols) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (name != null) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The same handshake message in records of {@code size} bytes. */
    private static ByteBuffer records(byte[] record, int size) {
        ByteBuffer out = ByteBuffer.allocate(record.length * 7);
        for (int at = RECORD_HEADER; at < record.length; at += size) {
            int length = Math.min(size, record.length - at);
            out.put(record, 0, 3).putShort((short) length).put(record, at, length);
        }
        return out.flip();
    }

    private static byte[] unhex(String text) {
        return HexFormat.ofDelimiter(" ").parseHex(text);
    }
}
