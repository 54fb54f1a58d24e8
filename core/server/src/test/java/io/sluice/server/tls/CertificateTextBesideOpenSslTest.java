package io.sluice.server.tls;

import static io.sluice.server.tls.DerText.BMP;
import static io.sluice.server.tls.DerText.UNIVERSAL;
import static io.sluice.server.tls.DerText.UTF8;
import static io.sluice.server.tls.DerText.attribute;
import static io.sluice.server.tls.DerText.cn;
import static io.sluice.server.tls.DerText.der;
import static io.sluice.server.tls.DerText.name;
import static io.sluice.server.tls.DerText.set;
import static io.sluice.server.tls.DerText.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of certificates beside those of the openssl program. */
class CertificateTextBesideOpenSslTest {
    private static final int RANDOM_NAMES = 60;
    private static final int[] KINDS = {
        UTF8, DerText.NUMERIC, DerText.PRINTABLE, DerText.T61, DerText.IA5, BMP, UNIVERSAL
    };

    @TempDir
    private Path folder;

    @BeforeAll
    static void openSsl() {
        OpenSsl.assume(3);
    }

    static Stream<OddName> names() {
        return OddName.all().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameIsWrittenAsOpenSslWritesIt(OddName name) throws Exception {
        X509Certificate certificate = OddCertificate.of(name.encoded()).x509();

        assertThat(said(certificate, "-subject -nameopt RFC2253"))
                .isEqualTo("subject=" + CertificateText.subject(certificate));
        assertThat(said(certificate, "-subject -nameopt compat"))
                .isEqualTo("subject=" + CertificateText.subjectLegacy(certificate));
    }

    @Test
    void everyKindOfAttributeHasOpenSslsShortName() throws Exception {
        byte[][] sets = AttributeNames.all().keySet().stream()
                .sorted()
                .map(oid -> set(utf8(oid, oid)))
                .toArray(byte[][]::new);
        X509Certificate certificate = OddCertificate.of(name(sets)).x509();

        assertThat(CertificateText.subject(certificate)).contains("CN=2.5.4.3,", "INN=1.2.643.3.131.1");
        assertThat(said(certificate, "-subject -nameopt RFC2253"))
                .isEqualTo("subject=" + CertificateText.subject(certificate));
    }

    @Test
    void noKindOfTheArcsOfAttributesLacksTheNameThatOpenSslHas() throws Exception {
        byte[][] sets = Stream.of("2.5.4.", "0.9.2342.19200300.100.1.", "1.3.6.1.4.1.311.60.2.1.", "1.3.6.1.5.5.7.9.")
                .flatMap(arc -> Stream.iterate(1, i -> i + 1).limit(110).map(i -> set(utf8(arc + i, "a"))))
                .toArray(byte[][]::new);
        X509Certificate certificate = OddCertificate.of(name(sets)).x509();

        assertThat(said(certificate, "-subject -nameopt compat"))
                .isEqualTo("subject=" + CertificateText.subjectLegacy(certificate));
    }

    @Test
    void anyBytesInAnyKindOfStringAreWrittenAsOpenSslWritesThem() throws Exception {
        Random random = new Random(20_260_101);
        for (int i = 0; i < RANDOM_NAMES; i++) {
            X509Certificate certificate = OddCertificate.of(randomName(random)).x509();

            assertThat(said(certificate, "-subject -nameopt RFC2253"))
                    .as("name %d", i)
                    .isEqualTo("subject=" + CertificateText.subject(certificate));
            assertThat(said(certificate, "-subject -nameopt compat"))
                    .as("name %d", i)
                    .isEqualTo("subject=" + CertificateText.subjectLegacy(certificate));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0",
        "1",
        "7f",
        "80",
        "ff",
        "100",
        "-1",
        "-80",
        "-81",
        "-ff00",
        "123456789abcdef0123456789abcdef012345678"
    })
    void aSerialNumberIsWrittenAsOpenSslWritesIt(String hex) throws Exception {
        X509Certificate certificate =
                OddCertificate.of(name(cn("a"))).serial(new BigInteger(hex, 16)).x509();

        assertThat(said(certificate, "-serial")).isEqualTo("serial=" + CertificateText.serial(certificate));
    }

    @ParameterizedTest
    @CsvSource({"34", "35", "36", "70", "71", "106"})
    void aSerialNumberOfManyBytesIsBrokenAsOpenSslBreaksIt(int bytes) throws Exception {
        X509Certificate certificate = OddCertificate.of(name(cn("a")))
                .serial(BigInteger.ONE.shiftLeft(8 * bytes - 2).negate())
                .x509();

        assertThat(said(certificate, "-serial")).isEqualTo("serial=" + CertificateText.serial(certificate));
    }

    @ParameterizedTest
    @CsvSource({
        "u500101000000Z, u491231235959Z",
        "u2601020304Z, u260102030405Z",
        "u260102030405+0130, u260102030405-0500",
        "g20260228235959Z, g20280229000000Z",
        "g20260102030405.5Z, g20260102030405.678Z",
        "g20260102030405+0100, g99991231235959Z"
    })
    void timesAreWrittenAsOpenSslWritesThem(String from, String until) throws Exception {
        X509Certificate certificate =
                OddCertificate.of(name(cn("a"))).valid(time(from), time(until)).x509();

        assertThat(said(certificate, "-startdate")).isEqualTo("notBefore=" + CertificateText.validFrom(certificate));
        assertThat(said(certificate, "-enddate")).isEqualTo("notAfter=" + CertificateText.validUntil(certificate));
    }

    @Test
    void theFingerprintIsTheSame() throws Exception {
        X509Certificate certificate = OddCertificate.of(name(cn("a"))).x509();

        assertThat(said(certificate, "-fingerprint -sha1").replace(":", "").toLowerCase(Locale.ROOT))
                .isEqualTo("sha1 fingerprint=" + CertificateText.fingerprint(certificate));
    }

    private static byte[] time(String text) {
        return text.startsWith("u")
                ? OddCertificate.utcTime(text.substring(1))
                : OddCertificate.generalized(text.substring(1));
    }

    private static byte[] randomName(Random random) {
        byte[][] sets = new byte[1 + random.nextInt(4)][];
        for (int i = 0; i < sets.length; i++) {
            byte[][] attributes = new byte[1 + random.nextInt(3)][];
            for (int j = 0; j < attributes.length; j++) {
                String oid = random.nextInt(5) == 0 ? "1.2.3." + random.nextInt(1000) : "2.5.4." + random.nextInt(70);
                attributes[j] = attribute(oid, randomValue(random));
            }
            sets[i] = set(attributes);
        }
        return name(sets);
    }

    /** Of characters that its kind can hold: OpenSSL refuses the others. */
    private static byte[] randomValue(Random random) {
        int kind = KINDS[random.nextInt(KINDS.length)];
        boolean wide = kind == UTF8 || kind == UNIVERSAL;
        int limit = wide ? Character.MAX_CODE_POINT : kind == BMP ? Character.MAX_VALUE : 0xff;
        int[] characters = random.ints(random.nextInt(12), 0, limit + 1)
                .map(c -> random.nextBoolean() ? c & 0x7f : c)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .toArray();
        String text = new String(characters, 0, characters.length);
        Charset charset =
                switch (kind) {
                    case UTF8 -> StandardCharsets.UTF_8;
                    case BMP -> StandardCharsets.UTF_16BE;
                    case UNIVERSAL -> Charset.forName("UTF-32BE");
                    default -> StandardCharsets.ISO_8859_1;
                };
        return der(kind, text.getBytes(charset));
    }

    /** What {@code openssl x509} says, without the last line feed. */
    private String said(X509Certificate certificate, String options)
            throws IOException, InterruptedException, GeneralSecurityException {
        Files.write(folder.resolve("certificate.der"), certificate.getEncoded());
        OpenSsl.run(folder, "openssl x509 -inform DER -in certificate.der -noout " + options + " > said");
        String text = Files.readString(folder.resolve("said"), StandardCharsets.ISO_8859_1);
        return text.substring(0, text.length() - 1);
    }
}
