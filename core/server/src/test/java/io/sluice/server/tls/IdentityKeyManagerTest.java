package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityKeyManagerTest {
    private static final String RSA_SUITE = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    private static final String EC_SUITE = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

    @TempDir
    private static Path folder;

    private static TestCertificates ca;
    private static TestCertificate rsa;
    private static TestCertificate ec;
    private static TestCertificate wild;
    private static TestCertificate exact;

    @BeforeAll
    static void issue() {
        ca = TestCertificates.ca(folder);
        rsa = ca.server("rsa.example", Key.RSA);
        ec = ca.server("ec.example", Key.EC);
        wild = ca.server("*.chat.example", Key.EC);
        exact = ca.server("a.chat.example", Key.EC);
    }

    @ParameterizedTest
    @CsvSource({RSA_SUITE + ", CN=rsa.example", EC_SUITE + ", CN=ec.example"})
    void theClientsAbilitiesChooseTheKindOfKeyInTls12(String suite, String subject) throws Exception {
        assertThat(shown(client12(suite), rsa, ec)).isEqualTo(subject);
        assertThat(shown(client12(suite), ec, rsa)).isEqualTo(subject);
    }

    @Test
    void bothKindsServeInTls13() throws Exception {
        for (TestCertificate one : List.of(rsa, ec, ca.server("ed.example", Key.ED25519))) {
            SSLEngine client = client("");
            client.setEnabledProtocols(new String[] {"TLSv1.3"});

            assertThat(shown(client, one))
                    .isEqualTo(one.x509().getSubjectX500Principal().getName());
        }
    }

    @Test
    void aHandshakeFailsWhereNoKeyIsOfAKindThatTheClientCanVerify() {
        assertThatThrownBy(() -> shown(client12(RSA_SUITE), ec)).isInstanceOf(SSLException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a.chat.example, CN=a.chat.example",
        "A.Chat.Example, CN=a.chat.example",
        "b.chat.example, CN=*.chat.example",
        "other.example, CN=ec.example",
        "'', CN=ec.example",
    })
    void theNameThatTheClientAsksForChoosesAmongKeysOfAKind(String name, String subject) throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            SSLEngine client = client(name);
            client.setEnabledProtocols(new String[] {protocol});

            assertThat(shown(client, ec, rsa, wild, exact)).as(protocol).isEqualTo(subject);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aReplacedCertificateServesNewHandshakesAndLeavesConnectionsAlone(String protocol) throws Exception {
        FixedIdentity source = new FixedIdentity(ec);
        SSLContext server = context(new IdentityKeyManager(List.of(source)));
        SSLEngine before = client("");
        before.setEnabledProtocols(new String[] {protocol});
        EnginePair connection = EnginePair.shake(before, server.createSSLEngine());

        source.replace(exact);
        SSLEngine after = client("");
        after.setEnabledProtocols(new String[] {protocol});
        EnginePair.shake(after, server.createSSLEngine());

        assertThat(connection.send((byte) 42)).containsExactly(42);
        assertThat(subject(before)).isEqualTo("CN=ec.example");
        assertThat(subject(after)).isEqualTo("CN=a.chat.example");
    }

    @Test
    void aChoiceMadeBeforeAReplacementGivesTheOldKeyWithTheOldChain() {
        FixedIdentity source = new FixedIdentity(ec);
        IdentityKeyManager keys = new IdentityKeyManager(List.of(source, new FixedIdentity(rsa)));
        String chosen = keys.chooseEngineServerAlias("EC", null, null);

        source.replace(exact);

        assertThat(keys.getPrivateKey(chosen)).isEqualTo(ec.privateKey());
        assertThat(keys.getCertificateChain(chosen)).containsExactlyElementsOf(ec.chain());
        assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNotEqualTo(chosen);
        assertThat(keys.identities())
                .extracting(Identity::subject)
                .containsExactly("CN=a.chat.example", "CN=rsa.example");
    }

    @Test
    void aClientShowsACertificateOfAnAuthorityThatTheServerNamesOrElseTheFirst() {
        TestCertificates other = TestCertificates.ca(folder.resolve("other"), "Other CA", Key.EC);
        TestCertificate below = other.intermediate("Other intermediate", Key.EC).client("below", Key.EC);
        IdentityKeyManager keys = keys(ca.client("first", Key.EC), below);

        assertThat(clientChoice(keys, other.x509().getSubjectX500Principal())).isEqualTo(below.x509());
        assertThat(clientChoice(keys, rsa.x509().getSubjectX500Principal()).getSubjectX500Principal())
                .hasToString("CN=first");
        assertThat(clientChoice(keys).getSubjectX500Principal()).hasToString("CN=first");
        assertThat(keys.chooseEngineClientAlias(new String[] {"RSA"}, null, null))
                .isNull();
    }

    @Test
    void aClientShowsItsCertificateInAHandshake() throws Exception {
        SSLContext trusting = rsa.serverContext(ca);
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            SSLEngine server = trusting.createSSLEngine();
            server.setNeedClientAuth(true);
            SSLEngine client =
                    context(keys(ca.client("someone", Key.EC)), new TrustsAll()).createSSLEngine();
            client.setEnabledProtocols(new String[] {protocol});

            EnginePair.shake(client, server);

            X509Certificate seen = (X509Certificate) server.getSession().getPeerCertificates()[0];
            assertThat(seen.getSubjectX500Principal()).hasToString("CN=someone");
        }
    }

    private static X509Certificate clientChoice(IdentityKeyManager keys, Principal... issuers) {
        return keys.getCertificateChain(keys.chooseEngineClientAlias(new String[] {"RSA", "EC"}, issuers, null))[0];
    }

    private static String shown(SSLEngine client, TestCertificate... certificates) throws Exception {
        EnginePair.shake(client, context(keys(certificates)).createSSLEngine());
        return subject(client);
    }

    private static String subject(SSLEngine client) throws SSLException {
        X509Certificate seen = (X509Certificate) client.getSession().getPeerCertificates()[0];
        return seen.getSubjectX500Principal().getName();
    }

    private static IdentityKeyManager keys(TestCertificate... certificates) {
        return new IdentityKeyManager(
                Stream.of(certificates).map(FixedIdentity::new).toList());
    }

    private static SSLContext context(IdentityKeyManager keys, TrustManager... trust) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {keys}, trust, null);
        return context;
    }

    private static SSLEngine client12(String suite) {
        SSLEngine client = client("");
        client.setEnabledProtocols(new String[] {"TLSv1.2"});
        client.setEnabledCipherSuites(new String[] {suite});
        return client;
    }

    private static SSLEngine client(String serverName) {
        SSLEngine client = ca.clientContext().createSSLEngine();
        if (!serverName.isEmpty()) {
            SSLParameters parameters = client.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            client.setSSLParameters(parameters);
        }
        return client;
    }

    /** What the server shows is not the matter here. */
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
