package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cipher lists beside the program openssl, of the version whose suites the table has. */
class CipherListBesideOpenSslTest {
    private static final String PLACE = "sluice.conf:7";

    private static final int RANDOM_LISTS = 150;
    private static final List<String> WORDS = List.of(
            "ALL",
            "HIGH",
            "LOW",
            "FIPS",
            "DEFAULT",
            "COMPLEMENTOFDEFAULT",
            "COMPLEMENTOFALL",
            "kRSA",
            "kDHE",
            "kECDHE",
            "ECDHE",
            "EDH",
            "PSK",
            "kPSK",
            "SRP",
            "RSA",
            "aRSA",
            "aECDSA",
            "DSS",
            "aPSK",
            "aNULL",
            "ADH",
            "eNULL",
            "AES",
            "AES128",
            "AES256",
            "AESGCM",
            "AESCCM",
            "AESCCM8",
            "CHACHA20",
            "CAMELLIA",
            "ARIA128",
            "CBC",
            "3DES",
            "RC4",
            "SHA1",
            "SHA256",
            "SHA384",
            "MD5",
            "SSLv3",
            "TLSv1",
            "TLSv1.2",
            "FOO",
            "AES128-SHA",
            "AES256-GCM-SHA384",
            "ECDHE-RSA-AES128-SHA",
            "DHE-RSA-AES256-SHA256",
            "EDH-RSA-DES-CBC3-SHA",
            "NULL-SHA256");

    @BeforeAll
    static void theProgramIsThere() throws InterruptedException {
        Optional<Said> version = openSsl("version");
        Assumptions.assumeTrue(
                version.isPresent() && version.get().out().startsWith("OpenSSL 3.0."),
                "openssl 3.0 is not installed: cipher lists are not compared with it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Mozilla's: intermediate, old
                "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
                        + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
                        + "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305",
                "@SECLEVEL=0:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
                        + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
                        + "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305:"
                        + "ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA:"
                        + "ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES256-SHA384:"
                        + "ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:DHE-RSA-AES128-SHA256:DHE-RSA-AES256-SHA256:"
                        + "AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA256:AES256-SHA256:AES128-SHA:AES256-SHA:"
                        + "DES-CBC3-SHA",
                // Certbot's of 2018
                "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256:"
                        + "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                        + "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-SHA256:"
                        + "ECDHE-RSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES256-SHA384:"
                        + "ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES256-SHA:"
                        + "ECDHE-RSA-AES256-SHA:DHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA:DHE-RSA-AES256-SHA256:"
                        + "DHE-RSA-AES256-SHA:ECDHE-ECDSA-DES-CBC3-SHA:ECDHE-RSA-DES-CBC3-SHA:EDH-RSA-DES-CBC3-SHA:"
                        + "AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA256:AES256-SHA256:AES128-SHA:AES256-SHA:"
                        + "DES-CBC3-SHA:!DSS",
                "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ECDHE-RSA-AES256-GCM-SHA384",
                "HIGH:!aNULL:!MD5",
                "DEFAULT",
                "ALL",
                "ALL:COMPLEMENTOFALL",
                "ALL:COMPLEMENTOFALL:@SECLEVEL=0",
                "ALL:!COMPLEMENTOFDEFAULT:!eNULL",
                "DEFAULT:!aNULL",
                "DEFAULT:CAMELLIA",
                "DEFAULT!kRSA",
                "DEFAULT+kRSA:-AES128",
                "DEFAULT@STRENGTH",
                "DEFAULTX",
                "COMPLEMENTOFDEFAULT",
                "EECDH+AESGCM:EDH+AESGCM",
                "EECDH+AESGCM:EDH+AESGCM:AES256+EECDH:AES256+EDH",
                "EECDH+ECDSA+AESGCM EECDH+aRSA+AESGCM EECDH+ECDSA+SHA384 EECDH+ECDSA+SHA256 EECDH+aRSA+SHA384 "
                        + "EECDH+aRSA+SHA256 EECDH EDH+aRSA !aNULL !eNULL !LOW !3DES !MD5 !EXP !PSK !SRP !DSS !RC4",
                "EECDH+CHACHA20:EECDH+AES128:RSA+AES128:EECDH+AES256:RSA+AES256:EECDH+3DES:RSA+3DES:!MD5",
                "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-DES-CBC3-SHA:DES-CBC3-SHA:!DSS",
                "HIGH:-AES256:AES256",
                "HIGH:-kRSA:+SHA",
                "HIGH:+AES256:@STRENGTH",
                "AES128:AES256:@STRENGTH",
                "AESCCM:AESGCM:@STRENGTH",
                "AES128:AES256:@STRENGTH+x:!SHA1",
                "ALL:!EXPORT:!LOW:!aNULL:!eNULL:!SSLv2",
                "ALL:!aNULL:!ADH:!eNULL:!LOW:!EXP:RC4+RSA:+HIGH:+MEDIUM",
                "kRSA,kEDH;kEECDH",
                "HIGH!aNULL",
                "HIGH!aNULL!MD5;-kRSA",
                " , HIGH ; : !AES128 ",
                "HIGH:",
                "TLSv1.2:!aNULL",
                "SSLv3",
                "TLSv1",
                "CBC",
                "CBC:!SHA1",
                "HIGH:!CBC",
                "FIPS",
                "FIPS:!aNULL:+SHA1",
                "FIPS+kRSA",
                "HIGH+FIPS:AES128-SHA",
                "COMPLEMENTOFDEFAULT+HIGH",
                "HIGH+COMPLEMENTOFDEFAULT",
                "SUITEB128",
                "SUITEB128:HIGH",
                "SUITEB128ONLY",
                "SUITEB128C2",
                "SUITEB192,DEFAULT",
                "HIGH:SUITEB192:DEFAULT",
                "AESGCM:CHACHA20:!DSS",
                "CHACHA20:AESGCM",
                "ECDH+AESGCM:DH+AESGCM:ECDH+AES256:DH+AES256:ECDH+AES128:DH+AES:RSA+AESGCM:RSA+AES:!aNULL:!MD5:!DSS",
                "HIGH:!kECDHE",
                "SHA256:SHA384",
                "SHA1:-SHA256",
                "ECDSA",
                "aRSA+kECDHE",
                "HIGH:!ECDHE-RSA-AES256-GCM-SHA384",
                "HIGH:@SECLEVEL=1",
                "HIGH:@SECLEVEL=2",
                "HIGH:@SECLEVEL=3",
                "HIGH@SECLEVEL=4",
                "HIGH:@SECLEVEL=5",
                "@SECLEVEL=5:AES256:@SECLEVEL=1",
                "DEFAULT:@SECLEVEL=0",
                "aNULL:eNULL@SECLEVEL=0",
                "AES:CAMELLIA:ARIA:!PSK:!SRP",
                "kRSA+kECDHE:AES128-SHA",
                "!AES128:ALL:AES128",
                "AES256:-ALL:AES128-SHA:AES256-SHA",
                "AES128-SHA:DES:RC4:IDEA:SEED:FIPS:AES256-SHA",
                "HIGH:HIHG:!aNUL",
                "FOO!kRSA:HIGH",
                "RC4!kRSA:HIGH",
                "LOW!kRSA:HIGH",
                "3DES!kRSA:HIGH",
                "AES256+AES128!kRSA:HIGH",
                "kRSA+aECDSA!kRSA:HIGH",
                "TLSv1+TLSv1.2!kRSA:HIGH",
                "AESGCM+AES128-GCM-SHA256:TLSv1+AES256-SHA",
                "PSK:SRP:AES128-SHA:NULL"
            })
    void aListLeavesTheSuitesThatOpenSslLeavesInItsOrder(String list) throws Exception {
        List<String> theirs = openSslSuites(list).orElseThrow(() -> new AssertionError("openssl refuses it"));

        assertThat(ours(list)).isEqualTo(theirs);
        assertThat(CipherList.forJsse(PLACE, list, JvmSuites.names(), List.of("TLSv1.2", "TLSv1.3"), warning -> {}))
                .filteredOn(name -> !SuiteTable.TLS13.contains(name))
                .extracting(SuiteTable::openSslName)
                .isEqualTo(theirs.stream().filter(JvmSuites::has).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "FOO",
                "RC4",
                "LOW",
                "!ALL",
                "+HIGH",
                "HIGH:!HIGH",
                "HIGH:!",
                "AES+",
                "HIGH|AES",
                "!@STRENGTH",
                "@STRENGTH",
                "HIGH:@FOO",
                "HIGH:@SECLEVEL=",
                "HIGH:@SECLEVEL=6",
                "HIGH:@SECLEVEL=12",
                "A/B",
                "HIGH:/",
                "HIGH+FOO",
                "eNULL+HIGH",
                "TLS_AES_128_GCM_SHA256",
                "SUITEB"
            })
    void whatOpenSslRefusesIsRefused(String list) throws Exception {
        assertThat(openSslSuites(list)).isEmpty();
        assertThatThrownBy(() -> ours(list)).isInstanceOf(TlsSettingException.class);
    }

    @Test
    void aListOfAnyWordsLeavesWhatOpenSslLeaves() throws Exception {
        Random random = new Random(30);
        int refused = 0;
        for (int i = 0; i < RANDOM_LISTS; i++) {
            String list = randomList(random);
            List<String> theirs = openSslSuites(list).orElse(List.of());
            if (theirs.isEmpty()) {
                refused++;
                assertThatThrownBy(() -> ours(list), "%s", list).isInstanceOf(TlsSettingException.class);
            } else {
                assertThat(ours(list)).as(list).isEqualTo(theirs);
            }
        }
        assertThat(refused).as("some are refused, and most are not").isBetween(1, RANDOM_LISTS / 2);
    }

    private static String randomList(Random random) {
        StringBuilder list = new StringBuilder();
        int items = 1 + random.nextInt(7);
        for (int i = 0; i < items; i++) {
            list.append(i == 0 ? "" : one(random, ":", ":", ":", ";", ",", " ", ": "));
            list.append(one(random, "", "", "", "!", "-", "+"));
            list.append(one(random, WORDS.toArray(String[]::new)));
            while (random.nextInt(3) == 0) {
                list.append('+').append(one(random, WORDS.toArray(String[]::new)));
            }
            list.append(one(random, "", "", "", "", "", "", "!SHA1", ":@STRENGTH", ":@SECLEVEL=0", "@SECLEVEL=3"));
        }
        return list.toString();
    }

    private static String one(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static List<String> ours(String list) throws TlsSettingException {
        return CipherRules.carryOut(PLACE, list, warning -> {}).suites().stream()
                .map(Suite::name)
                .toList();
    }

    /** What it would serve, without TLS 1.3's; empty where it refuses the list. */
    private static Optional<List<String>> openSslSuites(String list) throws InterruptedException {
        String argument = list.startsWith("-") ? ":" + list : list; // it is no option
        Said said = openSsl("ciphers", "-s", "-psk", "-srp", argument).orElseThrow();
        return said.status() == 0
                ? Optional.of(Arrays.stream(said.out().split(":"))
                        .filter(name -> !SuiteTable.TLS13.contains(name))
                        .toList())
                : Optional.empty();
    }

    private record Said(int status, String out) {}

    /** Empty where there is no such program. The machine's own settings do not count. */
    private static Optional<Said> openSsl(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OPENSSL_CONF", "/dev/null");
        try {
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Optional.of(new Said(process.waitFor(), out.strip()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
