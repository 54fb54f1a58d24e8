package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CipherListTest {
    private static final String PLACE = "sluice.conf:7";
    private static final List<String> BOTH = List.of("TLSv1.2", "TLSv1.3");

    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AES256-SHA:AES128-SHA | AES256-SHA AES128-SHA",
                "AES128-SHA:AES256-SHA | AES128-SHA AES256-SHA",
                "AES128-SHA,AES256-SHA;AES128-SHA256 | AES128-SHA AES256-SHA AES128-SHA256",
                "kRSA+AESGCM+AES128 | AES128-GCM-SHA256",
                "kRSA+AESGCM!AES128 | AES256-GCM-SHA384",
                "AES128-SHA:AES256-SHA:AES128-SHA256:+SHA1 | AES128-SHA256 AES128-SHA AES256-SHA",
                "AES128-SHA:AES256-SHA:-AES128-SHA:kRSA+AES128+SHA1 | AES256-SHA AES128-SHA",
                "!AES128-SHA:kRSA+SHA1+AES | AES256-SHA",
                "AES128-SHA:AES256-SHA:@STRENGTH | AES256-SHA AES128-SHA",
                "AES128-SHA:AES256-SHA:@SECLEVEL=1 | AES128-SHA AES256-SHA",
                "AES128-SHA:ECDHE-RSA-AES128-SHA:@SECLEVEL=3 | ECDHE-RSA-AES128-SHA",
                "AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384:@SECLEVEL=5 | ECDHE-RSA-AES256-GCM-SHA384",
                "SUITEB128:HIGH | ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES256-GCM-SHA384",
                "SUITEB128ONLY | ECDHE-ECDSA-AES128-GCM-SHA256",
                "SUITEB192 | ECDHE-ECDSA-AES256-GCM-SHA384",
                "kRSA+CBC+AES+SHA256 | AES256-SHA256 AES128-SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 | ECDHE-RSA-AES128-GCM-SHA256",
            })
    void aListLeavesTheseSuitesInThisOrder(String list, String names) throws Exception {
        assertThat(carriedOut(list)).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AES128-SHA:HIHG | HIHG | it does not know \"HIHG\"",
                "AES128-SHA:!aNUL | !aNUL | it does not know \"aNUL\"",
                "AES128-SHA:AES+FOO+SHA1 | AES+FOO+SHA1 | it does not know \"FOO\"",
                "AES128-SHA:FOO!kRSA | FOO!kRSA | it does not know \"FOO\"",
                "AES128-SHA:RC4!kRSA | RC4!kRSA | up to the next separator",
                "AES128-SHA:AES128+AES256 | AES128+AES256 | no suite can be all of that",
                "AES128-SHA:DEFAULT | DEFAULT | counts at the beginning of a list only",
                "AES128-SHA:TLS_AES_128_GCM_SHA256 | TLS_AES_128_GCM_SHA256 | suites of TLS 1.3 are always there",
                "AES128-SHA:@STRENGTH+x | +x | after @STRENGTH",
            })
    void whatOpenSslIgnoresIsIgnoredWithAWarning(String list, String item, String why) throws Exception {
        assertThat(carriedOut(list)).containsExactly("AES128-SHA");
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith(PLACE + ": \"" + item + "\"")
                .contains("is ignored, as by OpenSSL", why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES128-SHA:!RC4:!3DES:!EXP:!SSLv2:!LOW", "AES128-SHA:DES-CBC3-SHA:EDH-RSA-DES-CBC3-SHA"})
    void wordsForWhatNoOpenSslHasAnyMoreAreNoReasonToWarn(String list) throws Exception {
        assertThat(carriedOut(list)).containsExactly("AES128-SHA");
        assertThat(warnings).isEmpty();
    }

    @Test
    void suiteBWarnsThatItChoosesNoCurves() throws Exception {
        carriedOut("SUITEB128");
        assertThat(warnings).singleElement().asString().startsWith(PLACE + ": SUITEB128 chooses cipher suites, and");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "HIGH:@STRENGHT | holds \"@STRENGHT\", which is neither @STRENGTH nor @SECLEVEL=0 to @SECLEVEL=5",
                "HIGH:@SECLEVEL=9 | holds \"@SECLEVEL=9\", which is neither",
                "HIGH:AES/B | has \"/\" where a word is due",
                "HIGH:AES+ | ends where a word is due",
                "HIGH:! | ends where a word is due",
                "`` | leaves no cipher suite",
                "HIHG | leaves no cipher suite",
                "!ALL | leaves no cipher suite",
                "HIGH:!HIGH | leaves no cipher suite",
                "kRSA:@SECLEVEL=3 | leaves no cipher suite at security level 3",
                "aNULL | leaves no cipher suite at security level 1",
            })
    void aListThatCannotBeUsedIsRefusedWithItsPlace(String list, String found) {
        assertThatThrownBy(() -> carriedOut(list))
                .isInstanceOf(TlsSettingException.class)
                .hasMessageStartingWith(PLACE + ": cipher list \"" + list + "\" " + found)
                .hasMessageEndingWith(
                        "(expected: a list as openssl-ciphers(1) describes it, such as HIGH:!aNULL:!MD5)");
    }

    @Test
    void theSuitesOfTls13AreThereWhateverTheListSays() throws Exception {
        assertThat(forJsse("ECDHE-RSA-AES128-GCM-SHA256", JvmSuites.names(), BOTH))
                .containsExactly(
                        "TLS_AES_256_GCM_SHA384",
                        "TLS_CHACHA20_POLY1305_SHA256",
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(warnings).isEmpty();
    }

    @Test
    void aListOfWhatTheJvmDoesNotHaveServesTls13OnlyWithAWarning() throws Exception {
        assertThat(forJsse("CAMELLIA", JvmSuites.names(), BOTH)).isEqualTo(SuiteTable.TLS13);
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith(
                        PLACE + ": the JVM has none of the suites that cipher list \"CAMELLIA\" leaves for [TLSv1.2]")
                .endsWith("only TLSv1.3 is spoken");
        assertThat(forJsse("CAMELLIA", JvmSuites.names(), List.of("TLSv1.3"))).isEqualTo(SuiteTable.TLS13);
        assertThat(warnings).as("nobody waits for more").hasSize(1);
    }

    @Test
    void aListOfWhatTheJvmDoesNotHaveIsRefusedWithoutTls13() {
        assertThatThrownBy(() -> forJsse("CAMELLIA", JvmSuites.names(), List.of("TLSv1.2")))
                .isInstanceOf(TlsSettingException.class)
                .hasMessageStartingWith(PLACE + ": the JVM has none of the suites");
    }

    /** They are the names of a JVM whose administrator enabled them. */
    @ParameterizedTest
    @CsvSource({
        "ALL:COMPLEMENTOFDEFAULT:@SECLEVEL=0, ''",
        "DEFAULT:aNULL, ''",
        "ECDHE-RSA-AES128-GCM-SHA256:aNULL:eNULL, ''",
        "ECDHE-RSA-AES128-GCM-SHA256:ADH:@SECLEVEL=0, TLS_DH_anon_WITH_AES_128_GCM_SHA256",
        "ECDHE-RSA-AES128-GCM-SHA256:ADH-AES128-GCM-SHA256:@SECLEVEL=0, TLS_DH_anon_WITH_AES_128_GCM_SHA256",
        "ECDHE-RSA-AES128-GCM-SHA256:NULL:@SECLEVEL=0, SSL_RSA_WITH_NULL_SHA",
    })
    void suitesWithoutAuthenticationOrEncryptionMustBeAskedForAndWarnedOf(String list, String expected)
            throws Exception {
        Set<String> unsafe = Set.of("TLS_DH_anon_WITH_AES_128_GCM_SHA256", "SSL_RSA_WITH_NULL_SHA");
        Set<String> supported = new HashSet<>(JvmSuites.names());
        supported.addAll(unsafe);

        List<String> served = forJsse(list, supported, BOTH);

        assertThat(served).contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        served = served.stream().filter(unsafe::contains).toList();
        assertThat(String.join(" ", served)).isEqualTo(expected);
        assertThat(warnings).hasSize(served.size());
        assertThat(warnings)
                .allSatisfy(warning -> assertThat(warning)
                        .startsWith(PLACE + ": ciphers let connections be read or taken over")
                        .endsWith(" with " + SuiteTable.openSslName(expected)));
    }

    @Test
    void everySuiteOfTheJvmHasOpenSslsName() {
        assertThat(JvmSuites.names())
                .filteredOn(name -> !name.equals("TLS_EMPTY_RENEGOTIATION_INFO_SCSV"))
                .allSatisfy(name -> assertThat(SuiteTable.openSslName(name))
                        .matches(known -> SuiteTable.TLS13.contains(known) || !known.equals(name)));
    }

    private List<String> carriedOut(String list) throws TlsSettingException {
        return CipherRules.carryOut(PLACE, list, warnings::add).suites().stream()
                .map(Suite::name)
                .toList();
    }

    private List<String> forJsse(String list, Set<String> supported, List<String> protocols)
            throws TlsSettingException {
        return CipherList.forJsse(PLACE, list, supported, protocols, warnings::add);
    }
}
