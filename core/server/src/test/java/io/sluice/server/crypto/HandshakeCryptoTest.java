package io.sluice.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.server.config.TlsConfig;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.XECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.KeyAgreement;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Whoever computes handshakes: peers that use the JDK's own see no difference. */
class HandshakeCryptoTest {
    private static final byte[] MESSAGE = {1, 2, 3, 4};

    @TempDir
    private Path folder;

    @AfterEach
    void restore() throws CryptoException {
        use(TlsConfig.Provider.JDK);
    }

    private static void use(TlsConfig.Provider provider) throws CryptoException {
        HandshakeCrypto.use(config(provider));
    }

    private static TlsConfig config(TlsConfig.Provider provider) {
        return new TlsConfig(provider, "sluice.conf:3", Duration.ZERO, Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "BOUNCY_CASTLE, X25519, X25519, X25519",
        "BOUNCY_CASTLE, XDH, XDH, X25519",
        "BOUNCY_CASTLE, EC, ECDH, secp256r1",
        "CONSCRYPT, X25519, X25519, X25519",
        "CONSCRYPT, XDH, XDH, X25519",
        "CONSCRYPT, EC, ECDH, secp256r1",
        "CONSCRYPT, EC, ECDH, secp384r1",
    })
    void bothSidesOfAKeyExchangeGetTheSameSecret(
            TlsConfig.Provider provider, String keys, String agreement, String curve)
            throws GeneralSecurityException, CryptoException {
        KeyPair peer = pair(keys, curve, Security.getProvider("SunEC"));
        use(provider);
        KeyPair own = pair(keys, curve, null);
        KeyAgreement ours = KeyAgreement.getInstance(agreement);
        byte[] secret = secret(ours, own, peer);
        assertThat(ours.getProvider().getName()).isEqualTo(HandshakeProvider.NAME);
        assertThat(secret)
                .hasSizeGreaterThanOrEqualTo(32)
                .isEqualTo(secret(KeyAgreement.getInstance(agreement, "SunEC"), peer, own));
    }

    /** The leading byte of a secret or of a coordinate is 0 in one of 256. */
    @ParameterizedTest
    @CsvSource({"BOUNCY_CASTLE, X25519, X25519", "BOUNCY_CASTLE, EC, ECDH", "CONSCRYPT, X25519, X25519"})
    void noByteIsLostWhereNumbersAreShort(TlsConfig.Provider provider, String keys, String agreement)
            throws GeneralSecurityException, CryptoException {
        KeyPair peer = pair(keys, keys.equals("EC") ? "secp256r1" : keys, Security.getProvider("SunEC"));
        use(provider);
        for (int i = 0; i < 400; i++) {
            KeyPair own = pair(keys, keys.equals("EC") ? "secp256r1" : keys, null);
            byte[] secret = secret(KeyAgreement.getInstance(agreement), own, peer);
            assertThat(secret).hasSize(32);
            if (secret[0] == 0 || secret[31] == 0) {
                assertThat(secret).isEqualTo(secret(KeyAgreement.getInstance(agreement, "SunEC"), peer, own));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = TlsConfig.Provider.class, mode = Mode.EXCLUDE, names = "JDK")
    void curvesThatAreNotSpedUpAreTheJdks(TlsConfig.Provider provider)
            throws GeneralSecurityException, CryptoException {
        use(provider);
        KeyPair one = pair("XDH", "X448", null);
        KeyPair two = pair("XDH", "X448", null);
        assertThat(((XECPublicKey) one.getPublic()).getParams())
                .isInstanceOfSatisfying(
                        NamedParameterSpec.class,
                        curve -> assertThat(curve.getName()).isEqualTo("X448"));
        assertThat(secret(KeyAgreement.getInstance("XDH"), one, two))
                .hasSize(56)
                .isEqualTo(secret(KeyAgreement.getInstance("XDH"), two, one));
        KeyPair large = pair("EC", "secp521r1", null);
        assertThat(signed("SHA512withECDSA", null, large.getPrivate(), large)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "BOUNCY_CASTLE, EC, SHA256withECDSA, true",
        "BOUNCY_CASTLE, EC, SHA384withECDSA, true",
        "BOUNCY_CASTLE, EC_P384, SHA384withECDSA, false",
        "BOUNCY_CASTLE, RSA, RSASSA-PSS, false",
        "BOUNCY_CASTLE, ED25519, Ed25519, false",
        "CONSCRYPT, EC, SHA256withECDSA, true",
        "CONSCRYPT, EC_P384, SHA384withECDSA, true",
        "CONSCRYPT, RSA, SHA256withRSA, true",
        "CONSCRYPT, RSA, RSASSA-PSS, true",
        "CONSCRYPT, ED25519, Ed25519, false",
    })
    void whatIsSignedTheJdkVerifies(TlsConfig.Provider provider, Key key, String algorithm, boolean spedUp)
            throws GeneralSecurityException, CryptoException {
        KeyPair pair = key.generate();
        use(provider);
        PSSParameterSpec pss = algorithm.equals("RSASSA-PSS")
                ? new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1)
                : null;
        for (PrivateKey form : new PrivateKey[] {pair.getPrivate(), HandshakeCrypto.prepare(pair.getPrivate())}) {
            assertThat(signed(algorithm, pss, form, pair)
                            .getProvider()
                            .getName()
                            .equals(HandshakeProvider.NAME))
                    .isEqualTo(spedUp);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BOUNCY_CASTLE, TLSv1.2, EC, x25519",
        "BOUNCY_CASTLE, TLSv1.3, EC, x25519",
        "BOUNCY_CASTLE, TLSv1.3, EC, secp256r1",
        "BOUNCY_CASTLE, TLSv1.2, EC, secp256r1",
        "BOUNCY_CASTLE, TLSv1.3, RSA, x25519",
        "CONSCRYPT, TLSv1.2, EC, x25519",
        "CONSCRYPT, TLSv1.3, EC, x25519",
        "CONSCRYPT, TLSv1.3, EC, secp256r1",
        "CONSCRYPT, TLSv1.3, EC, secp384r1",
        "CONSCRYPT, TLSv1.2, RSA, x25519",
        "CONSCRYPT, TLSv1.3, RSA, x25519",
        "CONSCRYPT, TLSv1.3, EC, x448",
        "CONSCRYPT, TLSv1.3, EC_P384, x25519",
    })
    void handshakesEndWithCertificatesOfBothSides(TlsConfig.Provider provider, String protocol, Key key, String group)
            throws Exception {
        TestCertificates ca = TestCertificates.ca(folder);
        TestCertificate shown = ca.server("www.example.com", key);
        use(provider);
        TestCertificate site = new TestCertificate(
                shown.chain(), HandshakeCrypto.prepare(shown.privateKey()), shown.certificate(), shown.key());
        SSLContext client = ca.clientContext(ca.client("joe", key));
        SSLParameters parameters = client.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setNeedClientAuth(true);
        exchangeBy(group, parameters);
        Handshake done = Handshake.between(site.serverContext(ca), client, parameters);
        assertThat(done.server().getSession().getProtocol()).isEqualTo(protocol);
        assertThat(done.server().getSession().getPeerCertificates()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = TlsConfig.Provider.class, mode = Mode.EXCLUDE, names = "JDK")
    void anExchangeGoesOnWithTheJdkAfterAChange(TlsConfig.Provider provider)
            throws GeneralSecurityException, CryptoException {
        use(provider);
        KeyPair own = pair("X25519", "X25519", null);
        use(TlsConfig.Provider.JDK);
        KeyPair peer = pair("X25519", "X25519", null);
        assertThat(secret(KeyAgreement.getInstance("X25519"), own, peer))
                .isEqualTo(secret(KeyAgreement.getInstance("X25519"), peer, own));
    }

    /** The all-zero secret of RFC 7748 section 6.1: such a peer decides it alone. */
    @ParameterizedTest
    @EnumSource(value = TlsConfig.Provider.class, mode = Mode.EXCLUDE, names = "JDK")
    void aPeersPointOfSmallOrderIsRefused(TlsConfig.Provider provider)
            throws GeneralSecurityException, CryptoException {
        use(provider);
        KeyPair own = pair("X25519", "X25519", null);
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(own.getPrivate());
        assertThatThrownBy(() -> {
                    agreement.doPhase(new XdhPublicKey(new byte[32]), true);
                    agreement.generateSecret();
                })
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void theJdkComputesAloneWhereItIsConfigured() throws GeneralSecurityException, CryptoException {
        use(TlsConfig.Provider.BOUNCY_CASTLE);
        use(TlsConfig.Provider.JDK);
        assertThat(Security.getProvider(HandshakeProvider.NAME)).isNull();
        PrivateKey key = Key.EC.generate().getPrivate();
        assertThat(HandshakeCrypto.prepare(key)).isSameAs(key);
    }

    @Test
    void nothingButHandshakesIsTakenFromTheJdk() throws CryptoException {
        use(TlsConfig.Provider.CONSCRYPT);
        assertThat(Security.getProvider(HandshakeProvider.NAME).getServices())
                .extracting(java.security.Provider.Service::getType)
                .containsOnly("KeyPairGenerator", "KeyAgreement", "Signature");
    }

    @Test
    void aMissingJarIsRefusedWithItsNameAndPlace() {
        assertThatThrownBy(() ->
                        HandshakeCrypto.use(config(TlsConfig.Provider.CONSCRYPT), ClassLoader.getPlatformClassLoader()))
                .isInstanceOf(CryptoException.class)
                .hasMessage("sluice.conf:3: sluice.tls.provider: found \"conscrypt\", but its jar is not there"
                        + " (expected: the jar of org.conscrypt:conscrypt-openjdk-uber:2.9.0 in the folder lib/ext,"
                        + " or another provider)");
        assertThat(Security.getProvider(HandshakeProvider.NAME)).isNull();
    }

    /** Before Java 20 the client's choice is fixed. In TLS 1.2 the groups are those of certificates, too. */
    private static void exchangeBy(String group, SSLParameters parameters) throws ReflectiveOperationException {
        if (Runtime.version().feature() < 20) {
            assumeTrue(group.equals("x25519"));
        } else {
            String[] groups = Stream.of(group, "secp256r1").distinct().toArray(String[]::new);
            SSLParameters.class.getMethod("setNamedGroups", String[].class).invoke(parameters, (Object) groups);
        }
    }

    private static KeyPair pair(String keys, String curve, java.security.Provider provider)
            throws GeneralSecurityException {
        KeyPairGenerator generator =
                provider == null ? KeyPairGenerator.getInstance(keys) : KeyPairGenerator.getInstance(keys, provider);
        if (keys.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(curve));
        } else {
            generator.initialize(new NamedParameterSpec(curve));
        }
        return generator.generateKeyPair();
    }

    private static byte[] secret(KeyAgreement agreement, KeyPair own, KeyPair peer) throws InvalidKeyException {
        agreement.init(own.getPrivate());
        agreement.doPhase(peer.getPublic(), true);
        return agreement.generateSecret();
    }

    /** The signature object that signed, of which the JDK's own verified the result. */
    private static Signature signed(String algorithm, PSSParameterSpec parameter, PrivateKey key, KeyPair pair)
            throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        if (parameter != null) {
            signer.setParameter(parameter);
        }
        signer.initSign(key);
        signer.update(MESSAGE);
        byte[] made = signer.sign();
        Signature verifier = Signature.getInstance(
                algorithm,
                Map.of("RSA", "SunRsaSign").getOrDefault(pair.getPublic().getAlgorithm(), "SunEC"));
        if (parameter != null) {
            verifier.setParameter(parameter);
        }
        verifier.initVerify(pair.getPublic());
        verifier.update(MESSAGE);
        assertThat(verifier.verify(made)).isTrue();
        return signer;
    }
}
