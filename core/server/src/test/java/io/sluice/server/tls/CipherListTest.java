package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CipherListTest {
    private static final String PLACE = "sluice.conf:7";
    private static final List<String> BOTH = List.of("TLSv1.2", "TLSv1.3");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HIGH:!aNULL:!MD5",
                "DEFAULT",
                "ALL",
                "ALL:COMPLEMENTOFALL",
                "DEFAULT:!aNULL",
                "COMPLEMENTOFDEFAULT",
                "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
                        + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
                        + "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384",
                "EECDH+AESGCM:EDH+AESGCM",
                "EECDH+AESGCM:EDH+AESGCM:AES256+EECDH:AES256+EDH",
                "EECDH+ECDSA+AESGCM EECDH+aRSA+AESGCM EECDH+ECDSA+SHA384 EECDH+ECDSA+SHA256 EECDH+aRSA+SHA384 "
                        + "EECDH+aRSA+SHA256 EECDH EDH+aRSA !aNULL !eNULL !LOW !3DES !MD5 !EXP !PSK !SRP !DSS !RC4",
                "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-DES-CBC3-SHA:DES-CBC3-SHA:!DSS",
                "HIGH:-AES256:AES256",
                "HIGH:-kRSA:+SHA",
                "HIGH:+AES256:@STRENGTH",
                "AES128:AES256:@STRENGTH",
                "ALL:!EXPORT:!LOW:!aNULL:!eNULL:!SSLv2",
                "kRSA,kEDH;kEECDH",
                "TLSv1.2:!aNULL",
                "SSLv3",
                "TLSv1",
                "AESGCM:CHACHA20:!DSS",
                "CHACHA20:AESGCM",
                "ECDH+AESGCM:DH+AESGCM:ECDH+AES256:DH+AES256:ECDH+AES128:DH+AES:RSA+AESGCM:RSA+AES:!aNULL:!MD5:!DSS",
                "HIGH:!kECDHE",
                "SHA256:SHA384",
                "SHA1:-SHA256",
                "ECDSA",
                "aRSA+kECDHE",
                "HIGH:!ECDHE-RSA-AES256-GCM-SHA384",
                "HIGH:@SECLEVEL=3",
                "HIGH:@SECLEVEL=5",
                "DEFAULT:@SECLEVEL=0",
                "AES:CAMELLIA:ARIA:!PSK:!SRP",
                "kRSA+kECDHE:AES128-SHA",
                "!AES128:ALL:AES128",
                "AES256:-ALL:AES128-SHA:AES256-SHA",
                "AES128-SHA:DES:RC4:IDEA:SEED:FIPS:AES256-SHA"
            })
    void aListLeavesTheSuitesThatOpenSslLeavesInItsOrder(String list) throws Exception {
        List<String> ours = CipherList.parse(PLACE, list).stream()
                .filter(suite -> supported().contains(suite.standard()))
                .map(Suite::name)
                .toList();

        List<String> theirs = openSsl(list).stream()
                .filter(name -> SuiteTable.find(name)
                        .filter(suite -> supported().contains(suite.standard()))
                        .isPresent())
                .toList();

        assertThat(ours).isEqualTo(theirs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HIHG", "HIGH:!aNUL", "ECDHE-RSA-AES128-GCM-SHA265", "@STRENGHT", "HIGH:@SECLEVEL=9", "A/B"})
    void aWordThatOpenSslDoesNotKnowIsRefusedWithItsPlace(String list) {
        assertThatThrownBy(() -> CipherList.parse(PLACE, list))
                .isInstanceOf(TlsSettingException.class)
                .hasMessageStartingWith(PLACE + ": cipher list \"" + list + "\" holds \"")
                .hasMessageContaining("(expected: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!ALL", "RC4", "HIGH:!HIGH", "kRSA:@SECLEVEL=3"})
    void aListThatLeavesNothingIsRefused(String list) {
        assertThatThrownBy(() -> CipherList.parse(PLACE, list))
                .isInstanceOf(TlsSettingException.class)
                .hasMessageContaining("leaves no cipher suite");
    }

    @Test
    void theSuitesOfTls13AreThereWhateverTheListSays() throws Exception {
        assertThat(CipherList.forJsse(PLACE, "ECDHE-RSA-AES128-GCM-SHA256", supported(), BOTH))
                .containsExactly(
                        "TLS_AES_256_GCM_SHA384",
                        "TLS_CHACHA20_POLY1305_SHA256",
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }

    @Test
    void aListOfWhatTheJvmDoesNotHaveServesTls13Only() throws Exception {
        assertThat(CipherList.forJsse(PLACE, "CAMELLIA", supported(), BOTH)).isEqualTo(SuiteTable.TLS13);
        assertThatThrownBy(() -> CipherList.forJsse(PLACE, "CAMELLIA", supported(), List.of("TLSv1.2")))
                .isInstanceOf(TlsSettingException.class)
                .hasMessageStartingWith(PLACE + ": the JVM has none of the suites");
    }

    @Test
    void suitesMayBeNamedAsTheyAreRegistered() throws Exception {
        assertThat(CipherList.parse(PLACE, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"))
                .extracting(Suite::name)
                .containsExactly("ECDHE-RSA-AES128-GCM-SHA256");
    }

    @Test
    void everySuiteOfTheJvmHasOpenSslsName() {
        assertThat(supported())
                .filteredOn(name -> !name.equals("TLS_EMPTY_RENEGOTIATION_INFO_SCSV"))
                .allSatisfy(name -> assertThat(SuiteTable.openSslName(name))
                        .matches(known -> SuiteTable.TLS13.contains(known) || !known.equals(name)));
    }

    private static Set<String> supported() {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a list with a level OpenSSL is asked what it would serve, else for the list alone. */
    private static List<String> openSsl(String list) throws InterruptedException {
        boolean level = list.contains("@SECLEVEL") && !list.contains("SECLEVEL=0");
        List<String> command = level
                ? List.of("openssl", "ciphers", "-s", "-tls1_2", list)
                : List.of("openssl", "ciphers", list.isEmpty() ? ":" : list);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(process.waitFor()).as(out).isZero();
            return Arrays.asList(out.strip().split(":"));
        } catch (IOException e) {
            Assumptions.abort("openssl is not installed: not compared with it");
            throw new IllegalStateException(e);
        }
    }
}
