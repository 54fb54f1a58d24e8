package io.sluice.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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
        assertThat(hello.serverName()).isEqualTo("chat.example.com");
        assertThat(hello.applicationProtocols()).containsExactly("h2", "http/1.1");
    }

    @Test
    void whatARealClientOffersIsFoundInItsOrder() throws Exception {
        SSLEngine engine = client();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setCipherSuites(new String[] {
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"
        });
        engine.setSSLParameters(parameters);

        ClientHello hello = HelloReader.read(ByteBuffer.wrap(firstBytes(engine)));

        assertThat(hello.cipherSuites()).isEqualTo(codes("c02f 1302 0033"));
        assertThat(numbers(hello.groups())).startsWith(29, 23).contains(0x0100).doesNotContain(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1a1a 1301 c02f | 000a 0006 0004 2a2a 001d | 1a1a 1301 c02f | 2a2a 001d",
                "002f | 0017 0000 | 002f | ''",
                "002f | 000a 0002 0000 | 002f | ''",
                "002f | '' | 002f | ''",
                "'' | 000a 0004 0002 0017 | '' | 0017",
            })
    void whatIsOfferedIsReadAsItStandsThere(String offered, String extensions, String suites, String groups)
            throws Exception {
        ClientHello hello = HelloReader.read(written(bytes(offered), bytes(extensions)));

        assertThat(hello.cipherSuites()).isEqualTo(codes(suites));
        assertThat(hello.groups()).isEqualTo(codes(groups));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000a 0004 0004 001d", "000a 0001 0000", "000a 0000"})
    void aListOfGroupsThatIsLongerThanItsExtensionIsRefused(String extension) {
        assertThatThrownBy(() -> HelloReader.read(written(bytes("002f"), bytes(extension))))
                .isInstanceOf(TlsRefusal.class)
                .hasMessageContaining("ClientHello: a length");
    }

    @Test
    void noClientMakesMoreBeKeptThanTheBound() throws Exception {
        byte[] many = new byte[2 * Codes.MOST + 20];
        Arrays.fill(many, (byte) 0x13);

        Codes kept = HelloReader.read(written(many, new byte[0])).cipherSuites();

        assertThat(kept.size()).isEqualTo(Codes.MOST);
        assertThat(kept.get(Codes.MOST - 1)).isEqualTo(0x1313);
    }

    @Test
    void aClientThatNamesNothingIsRead() throws Exception {
        ClientHello hello = HelloReader.read(ByteBuffer.wrap(hello(null)));
        assertThat(hello.serverName()).isEmpty();
        assertThat(hello.applicationProtocols()).isEmpty();
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
        byte[] whole = hello("example.com", "http/1.1");
        ByteBuffer cut = records(whole, size);
        assertThat(HelloReader.read(cut)).isEqualTo(HelloReader.read(ByteBuffer.wrap(whole)));
        assertThat(cut.position()).as("the engine reads the same bytes").isZero();
    }

    @Test
    void whatFollowsTheMessageIsLeftAlone() throws Exception {
        byte[] hello = hello("example.com");
        assertThat(HelloReader.read(ByteBuffer.wrap(Arrays.copyOf(hello, hello.length + 100))))
                .isEqualTo(HelloReader.read(ByteBuffer.wrap(hello)));
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
        SSLEngine engine = client();
        SSLParameters parameters = engine.getSSLParameters();
        if (name != null) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        return firstBytes(engine);
    }

    private static SSLEngine client() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        return engine;
    }

    private static byte[] firstBytes(SSLEngine engine) throws Exception {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** A record with a message that has these suites and extensions. */
    private static ByteBuffer written(byte[] suites, byte[] extensions) {
        int length = 2 + 32 + 1 + 2 + suites.length + 2 + 2 + extensions.length;
        ByteBuffer out = ByteBuffer.allocate(RECORD_HEADER + 4 + length);
        out.put((byte) 22).putShort((short) 0x0301).putShort((short) (4 + length));
        out.putInt(1 << 24 | length);
        out.putShort((short) 0x0303).put(new byte[32]).put((byte) 0);
        out.putShort((short) suites.length).put(suites).put((byte) 1).put((byte) 0);
        return out.putShort((short) extensions.length).put(extensions).flip();
    }

    private static Codes codes(String hex) {
        return Codes.read(ByteBuffer.wrap(bytes(hex)));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static int[] numbers(Codes codes) {
        return IntStream.range(0, codes.size()).map(codes::get).toArray();
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
