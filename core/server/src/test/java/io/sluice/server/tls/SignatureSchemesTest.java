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

    @Test
    void sinceJava19TheSchemesAreThoseOfTheKeys() throws Exception {
        assumeTrue(Runtime.version().feature() >= 19, "no schemes can be named before");
        SSLParameters parameters = new SSLParameters();
        SignatureSchemes.set(parameters, identities(Key.EC));

        assertThat((String[])
                        SSLParameters.class.getMethod("getSignatureSchemes").invoke(parameters))
                .contains("ecdsa_secp256r1_sha256")
                .allMatch(scheme -> scheme.startsWith("ecdsa_"));
    }

    private List<Identity> identities(Key... keys) {
        TestCertificates ca = TestCertificates.ca(folder);
        return Stream.of(keys)
                .map(key -> new FixedIdentity(ca.server("site.example", key)).get())
                .toList();
    }
}
