package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureSchemesTest {
    private static final String BY_OPERATOR = "jdk.tls.server.SignatureSchemes";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "RSA, rsa_pss_rsae_sha256, rsa_pkcs1_sha256",
        "EC, ecdsa_secp256r1_sha256, ecdsa_secp384r1_sha384",
        "EC_P384, ecdsa_secp384r1_sha384, ecdsa_secp256r1_sha256",
        "ED25519, ed25519, ed448"
    })
    void aKeyHasAllTheSchemesOfItsKind(Key key, String one, String other) {
        assertThat(SignatureSchemes.of(identities(key))).contains(one, other).doesNotHaveDuplicates();
    }

    @Test
    void keysOfSeveralKindsHaveTheSchemesOfAllOfThem() {
        assertThat(SignatureSchemes.of(identities(Key.EC, Key.RSA, Key.EC_P384)))
                .startsWith("ecdsa_secp256r1_sha256")
                .contains("rsa_pss_rsae_sha256")
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutCertificatesTheJvmDecides() {
        assertThat(SignatureSchemes.of(List.of())).isEmpty();
    }

    /** Also beside kinds that are known: by a list without its schemes it could not be shown. */
    @ParameterizedTest
    @CsvSource({"DSA, EC", "EC, DSA", "DSA, DSA"})
    void forAKindOfKeyThatIsNotKnownTheJvmDecides(Key one, Key other) throws Exception {
        assertThat(SignatureSchemes.of(identities(one, other))).isEmpty();
        assertThat(set(one, other)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"RSA, rsa_pss_rsae_sha256, rsa_(pss_rsae|pkcs1)?_?sha[0-9]+", "EC, ecdsa_secp256r1_sha256, ecdsa_.+"})
    void withOneKindOfKeyOnlyItsSchemesAreLeft(Key key, String best, String all) throws Exception {
        assertThat(set(key)).contains(best).allMatch(scheme -> scheme.matches(all));
    }

    @Test
    void whatTheOperatorSaysForTheWholeJvmIsNotOverruled() throws Exception {
        System.setProperty(BY_OPERATOR, "ecdsa_secp384r1_sha384");
        try {
            assertThat(set(Key.EC)).isNull();
        } finally {
            System.clearProperty(BY_OPERATOR);
        }
        assertThat(set(Key.EC)).isNotNull();
    }

    /** What is set for these keys; null where it is left to the JVM. */
    private String[] set(Key... keys) throws Exception {
        assumeTrue(Runtime.version().feature() >= 19, "no schemes can be named before");
        SSLParameters parameters = new SSLParameters();
        SignatureSchemes.set(parameters, identities(keys));
        return (String[]) SSLParameters.class.getMethod("getSignatureSchemes").invoke(parameters);
    }

    private List<Identity> identities(Key... keys) {
        TestCertificates ca = TestCertificates.ca(folder);
        return Stream.of(keys)
                .map(key -> new FixedIdentity(ca.server("site.example", key)).get())
                .toList();
    }
}
