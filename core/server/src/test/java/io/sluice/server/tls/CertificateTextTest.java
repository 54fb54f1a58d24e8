package io.sluice.server.tls;

import static io.sluice.server.tls.DerText.SEQUENCE;
import static io.sluice.server.tls.DerText.cn;
import static io.sluice.server.tls.DerText.der;
import static io.sluice.server.tls.DerText.name;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTextTest {
    private static final Instant END = Instant.parse("2026-06-15T12:00:00Z");

    static Stream<OddName> names() {
        return OddName.all().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aSubjectIsWrittenInBothForms(OddName name) throws Exception {
        X509Certificate certificate = OddCertificate.of(name.encoded()).x509();

        assertThat(CertificateText.subject(certificate)).isEqualTo(name.rfc2253());
        assertThat(CertificateText.subjectLegacy(certificate)).isEqualTo(name.legacy());
    }

    static Stream<OddName> issuers() {
        return names().filter(name -> !name.rfc2253().isEmpty()); // Java takes none without an issuer
    }

    @ParameterizedTest
    @MethodSource("issuers")
    void anIssuerIsWrittenInBothForms(OddName name) throws Exception {
        X509Certificate certificate =
                OddCertificate.of(name(cn("client"))).issuer(name.encoded()).x509();

        assertThat(CertificateText.issuer(certificate)).isEqualTo(name.rfc2253());
        assertThat(CertificateText.issuerLegacy(certificate)).isEqualTo(name.legacy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"30 04 31 80 00 00", "04 00 31 00", "30 05 31 03 30 01 06", "30 03 31 01 05", "30 02 05 00"})
    void whatIsNoNameHasNoTextAndFailsForNobody(String hex) {
        byte[] certificate = der(SEQUENCE, der(SEQUENCE, der(2), der(SEQUENCE), DerText.hex(hex)));

        assertThat(CertificateText.name(certificate, 2, DistinguishedName::rfc2253))
                .isEmpty();
        assertThat(CertificateText.name(certificate, 2, DistinguishedName::oneLine))
                .isEmpty();
        assertThat(CertificateText.name(certificate, 3, DistinguishedName::rfc2253))
                .isEmpty();
    }

    /** Such a certificate does not get past nginx: here it has a text that no other name has. */
    @ParameterizedTest
    @CsvSource({
        "0c, 61ffc32880, 'CN=a\\FF\\C3(\\80', '/CN=a\\xFF\\xC3(\\x80'",
        "0c, 61e282, 'CN=a\\E2\\82', '/CN=a\\xE2\\x82'",
        "0c, c0af, 'CN=\\C0\\AF', '/CN=\\xC0\\xAF'",
        "1e, 0061d8000062, 'CN=#1E060061D8000062', '/CN=\\x00a\\xD8\\x00\\x00b'",
        "1e, 006100, 'CN=#1E03006100', '/CN=\\x00a\\x00'",
        "1c, 00110000, 'CN=#1C0400110000', '/CN=\\x00\\x11\\x00\\x00'",
        "1c, ffffffff, 'CN=#1C04FFFFFFFF', '/CN=\\xFF\\xFF\\xFF\\xFF'",
        "1c, 000061, 'CN=#1C03000061', '/CN=\\x00\\x00a'",
        "04, 6162, 'CN=#04026162', '/CN=ab'",
        "05, '', 'CN=#0500', '/CN='",
        "03, '', 'CN=#0300', '/CN='"
    })
    void ofWhatOpenSslRefusesTheBytesAreShown(String tag, String content, String rfc2253, String legacy) {
        byte[] name = name(cn(Integer.parseInt(tag, 16), DerText.hex(content)));

        assertThat(DistinguishedName.rfc2253(Der.of(name))).isEqualTo(rfc2253);
        assertThat(DistinguishedName.oneLine(Der.of(name))).isEqualTo(legacy);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-15T12:00:00Z, 0",
        "2026-06-15T12:00:01Z, 0",
        "2027-06-15T12:00:00Z, 0",
        "2026-06-14T12:00:00.999Z, 1",
        "2026-06-14T12:00:01Z, 0",
        "2026-06-14T12:00:00Z, 1",
        "2026-06-13T12:00:00.999Z, 2",
        "2026-06-13T12:00:01Z, 1",
        "2025-06-15T12:00:00Z, 365"
    })
    void wholeDaysAreLeftCountedFromTheSecondThatHasBegun(Instant now, long days) throws Exception {
        X509Certificate certificate = OddCertificate.of(name(cn("a")))
                .valid(OddCertificate.time(END.minusSeconds(1)), OddCertificate.time(END))
                .x509();

        assertThat(CertificateText.daysLeft(certificate, now)).isEqualTo(days);
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "1, 01", "beef, BEEF", "80, 80", "-80, -80", "-1, -01", "100, 0100"})
    void aSerialNumberHasTwoDigitsForEachByte(String hex, String expected) throws Exception {
        X509Certificate certificate =
                OddCertificate.of(name(cn("a"))).serial(new BigInteger(hex, 16)).x509();

        assertThat(CertificateText.serial(certificate)).isEqualTo(expected);
    }

    @Test
    void aSerialNumberIsBrokenBeforeItsThirtySixthByte() throws Exception {
        X509Certificate certificate = OddCertificate.of(name(cn("a")))
                .serial(new BigInteger("11".repeat(71), 16))
                .x509();

        assertThat(CertificateText.serial(certificate))
                .isEqualTo("11".repeat(35) + "\\\n" + "11".repeat(35) + "\\\n" + "11");
    }

    @ParameterizedTest
    @CsvSource({
        "20260102030405Z, Jan  2 03:04:05 2026 GMT",
        "20261231235959Z, Dec 31 23:59:59 2026 GMT",
        "20260102030405.50Z, Jan  2 03:04:05.50 2026 GMT",
        "20260102030405+0130, Jan  2 01:34:05 2026 GMT"
    })
    void timesAreInUtcWithTheirFraction(String time, String expected) throws Exception {
        X509Certificate certificate = OddCertificate.of(name(cn("a")))
                .valid(OddCertificate.generalized(time), OddCertificate.generalized(time))
                .x509();

        assertThat(CertificateText.validFrom(certificate)).isEqualTo(expected);
        assertThat(CertificateText.validUntil(certificate)).isEqualTo(expected);
    }

    @Test
    void pemHasLinesOfSixtyFourCharacters() throws Exception {
        X509Certificate certificate = OddCertificate.of(name(cn("a"))).x509();
        String pem = CertificateText.pem(certificate);

        assertThat(pem).startsWith("-----BEGIN CERTIFICATE-----\n").endsWith("\n-----END CERTIFICATE-----\n");
        assertThat(pem.lines().skip(1).findFirst().orElseThrow()).hasSize(64);
        assertThat(CertificateText.pemFolded(certificate) + "\n")
                .isEqualTo(pem.replace("\n", "\n\t").stripTrailing() + "\n");
        assertThat(CertificateText.pemEscaped(certificate)).startsWith("-----BEGIN%20CERTIFICATE-----%0A");
    }
}
