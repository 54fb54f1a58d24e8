package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.transport.Codes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values are what nginx 1.22.1 with OpenSSL 3.0 says of the same numbers. */
class OfferedNamesTest {
    @ParameterizedTest
    @CsvSource({
        "1301 1302 1303, TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256",
        "1304 1305, TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256",
        "c02b c030 cca8, ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305",
        "1a1a 003b fefe, 0x1a1a:NULL-SHA256:0xfefe",
        "000a 0005 003b 003b, 0x000a:0x0005:NULL-SHA256:NULL-SHA256",
        "00ff 5600, TLS_EMPTY_RENEGOTIATION_INFO_SCSV:TLS_FALLBACK_SCSV",
        "0007 0096 0081, IDEA-CBC-SHA:SEED-SHA:GOST2001-GOST89-GOST89",
        "c100 ff87, GOST2012-KUZNYECHIK-KUZNYECHIKOMAC:GOST2012-NULL-GOST12",
        "0000 ffff, 0x0000:0xffff",
        "'', ''",
    })
    void suitesHaveOpenSslsNamesAndOthersTheirNumbers(String offered, String names) {
        assertThat(OfferedNames.suites(codes(offered))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "001d 0017 001e 0019 0018, X25519:prime256v1:X448:secp521r1:secp384r1",
        "0100 0101 0102 0103 0104 0105, ffdhe2048:ffdhe3072:ffdhe4096:ffdhe6144:ffdhe8192:0x0105",
        "2a2a 001d 0017, 0x2a2a:X25519:prime256v1",
        "11ec 6399, 0x11ec:0x6399",
        "0000 0001 000e 0016 001c 001f 0022, 0x0000:sect163k1:sect571r1:secp256k1:brainpoolP512r1:0x001f:0x0022",
        "'', ''",
    })
    void groupsHaveOpenSslsNamesAndOthersTheirNumbers(String offered, String names) {
        assertThat(OfferedNames.groups(codes(offered))).isEqualTo(names);
    }

    /** nginx was offered all 65536 numbers; it named so many. */
    @Test
    void noOtherNumberHasAName() {
        List<String> suites = Arrays.asList(named(OfferedNames::suites));
        List<String> groups = Arrays.asList(named(OfferedNames::groups));

        assertThat(suites).hasSize(174).doesNotHaveDuplicates();
        assertThat(groups).hasSize(35).doesNotHaveDuplicates();
    }

    private static String[] named(Function<Codes, String> names) {
        StringBuilder all = new StringBuilder();
        ByteBuffer some = ByteBuffer.allocate(2 * Codes.MOST);
        for (int code = 0; code <= 0xffff; code++) {
            some.putShort((short) code);
            if (!some.hasRemaining()) {
                all.append(names.apply(Codes.read(some.flip()))).append(':');
                some.clear();
            }
        }
        return Arrays.stream(all.toString().split(":"))
                .filter(name -> !name.startsWith("0x"))
                .toArray(String[]::new);
    }

    private static Codes codes(String hex) {
        return Codes.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }
}
