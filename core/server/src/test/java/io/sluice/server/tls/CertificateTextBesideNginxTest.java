package io.sluice.server.tls;

import static io.sluice.server.tls.DerText.cn;
import static io.sluice.server.tls.DerText.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same certificate of a client shown to a real nginx and to the functions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateTextBesideNginxTest {
    private static final String SITE = "www.example.com";

    private Nginx nginx;
    private TestCertificates authority;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Nginx.assumeInstalled();
        OpenSsl.assume(3);
        authority = TestCertificates.ca(folder.resolve("authority"));
        TestCertificate site = authority.server(SITE, Key.EC);
        nginx = Nginx.start(Files.createDirectory(folder.resolve("nginx")), port ->
                """
                server {
                  listen 127.0.0.1:%d ssl;
                  ssl_certificate %s;
                  ssl_certificate_key %s;
                  ssl_verify_client optional_no_ca;
                  location = /names {
                    return 200 "$ssl_client_s_dn\\n$ssl_client_i_dn\\n$ssl_client_s_dn_legacy\\n$ssl_client_i_dn_legacy";
                  }
                  location = /rest {
                    return 200 "$ssl_client_serial\\n$ssl_client_fingerprint\\n$ssl_client_v_start\\n$ssl_client_v_end";
                  }
                  location = /left { return 200 "$ssl_client_v_remain"; }
                  location = /raw { return 200 "$ssl_client_raw_cert"; }
                  location = /folded { return 200 "$ssl_client_cert"; }
                  location = /escaped { return 200 "$ssl_client_escaped_cert"; }
                }
                """.formatted(port, site.certificate(), site.key()));
    }

    @AfterAll
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    static Stream<OddName> names() {
        return OddName.all().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void subjectAndIssuerAreWrittenAlike(OddName name) throws Exception {
        byte[] issuer =
                name.rfc2253().isEmpty() ? name(cn("issuer")) : name.encoded(); // Java takes none without an issuer
        OddCertificate odd = OddCertificate.of(name.encoded()).issuer(issuer);
        TestCertificate shown = odd.shown();
        X509Certificate own = shown.x509();

        assertThat(said(shown, "/names"))
                .isEqualTo(String.join(
                        "\n",
                        CertificateText.subject(own),
                        CertificateText.issuer(own),
                        CertificateText.subjectLegacy(own),
                        CertificateText.issuerLegacy(own)));
    }

    static Stream<BigInteger> serials() {
        return Stream.of("0", "7f", "80", "-80", "-1", "beef", "11".repeat(35), "11".repeat(36), "ab".repeat(71))
                .map(hex -> new BigInteger(hex, 16));
    }

    @ParameterizedTest
    @MethodSource("serials")
    void theSerialNumberTheFingerprintAndTheTimesAreWrittenAlike(BigInteger serial) throws Exception {
        TestCertificate shown = OddCertificate.of(name(cn("a"))).serial(serial).shown();
        X509Certificate own = shown.x509();

        assertThat(said(shown, "/rest"))
                .isEqualTo(String.join(
                        "\n",
                        CertificateText.serial(own),
                        CertificateText.fingerprint(own),
                        CertificateText.validFrom(own),
                        CertificateText.validUntil(own)));
    }

    /** Of ends a whole number of days ahead and just after: a second may pass on the way, so one of two counts is right. */
    @ParameterizedTest
    @ValueSource(ints = {60, 86_399, 86_400, 86_405, 2 * 86_400, 2 * 86_400 + 60, 10 * 86_400 - 60, 4000 * 86_400})
    void asManyDaysAreLeft(int seconds) throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        TestCertificate shown = OddCertificate.of(name(cn("a")))
                .valid(OddCertificate.time(now.minusSeconds(60)), OddCertificate.time(now.plusSeconds(seconds)))
                .shown();
        Instant before = Instant.now();
        String days = said(shown, "/left");
        Instant after = Instant.now();

        assertThat(Long.parseLong(days))
                .isBetween(
                        CertificateText.daysLeft(shown.x509(), after),
                        CertificateText.daysLeft(shown.x509(), before.minusSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 11, 12, 13, 100, 3000})
    void theCertificateItselfIsWrittenAlike(int length) throws Exception {
        TestCertificate shown = OddCertificate.of(name(cn("x".repeat(length)))).shown();

        assertThat(said(shown, "/raw")).isEqualTo(CertificateText.pem(shown.x509()));
        assertThat(said(shown, "/folded")).isEqualTo(CertificateText.pemFolded(shown.x509()));
        assertThat(said(shown, "/escaped")).isEqualTo(CertificateText.pemEscaped(shown.x509()));
    }

    private String said(TestCertificate shown, String path) throws IOException {
        try (RawClient client = RawClient.connectSecure(nginx.address(), authority.clientContext(shown), SITE)) {
            HttpMessage answer = client.get(path, "Host: " + SITE);
            assertThat(answer.status()).as(answer.bodyText()).isEqualTo(200);
            return new String(answer.body(), StandardCharsets.ISO_8859_1);
        }
    }
}
