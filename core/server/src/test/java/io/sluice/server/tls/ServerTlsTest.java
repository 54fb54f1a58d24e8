package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.config.CertificateConfig;
import io.sluice.server.config.ListenerTlsConfig;
import io.sluice.server.config.ServerTlsConfig;
import io.sluice.server.config.ServerTlsConfig.ClientAuth;
import io.sluice.server.transport.ClientHello;
import io.sluice.server.transport.Codes;
import io.sluice.server.transport.TlsRefusal;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTlsTest {
    @TempDir
    Path folder;

    @AutoClose
    private final TlsFiles files = new TlsFiles(Duration.ZERO, Duration.ZERO, Clock.systemUTC());

    private final List<String> warnings = new ArrayList<>();
    private TestCertificates ca;
    private TestCertificate site;
    private TestCertificate other;

    @BeforeEach
    void issue() {
        ca = TestCertificates.ca(folder);
        site = ca.server("site.example", Key.EC);
        other = ca.server("other.example", Key.EC);
    }

    @Test
    void aHostIsServedWithItsOwnCertificate() throws Exception {
        ServerTls tls = twoHosts(false);

        assertThat(certificate(handshake(tls, "other.example", ca.clientContext(), "TLSv1.3")))
                .isEqualTo(other.x509());
        assertThat(certificate(handshake(tls, "site.example", ca.clientContext(), "TLSv1.2")))
                .isEqualTo(site.x509());
    }

    @Test
    void aNameThatNoHostHasIsServedByTheListenerOrRefused() throws Exception {
        assertThat(certificate(handshake(twoHosts(false), "who.example", ca.clientContext(), "TLSv1.3")))
                .isEqualTo(site.x509());
        assertThatThrownBy(() -> twoHosts(true).choose(hello("who.example")))
                .isInstanceOf(TlsRefusal.class)
                .hasMessageContaining("\"who.example\"");
    }

    @Test
    void hostsWithTheSameParametersShareSessions() throws Exception {
        ServerTlsConfig same = new Parameters(site).build();
        ServerTls tls = ServerTls.of(
                new ListenerTlsConfig(same, false, Duration.ofSeconds(10)),
                Map.of("other", same),
                name -> Optional.of("other"),
                means());

        assertThat(tls.choose(hello("other.example")).attachment())
                .isSameAs(tls.choose(hello("")).attachment());
    }

    @ParameterizedTest
    @CsvSource({"ON, MISSING", "OPTIONAL, NONE", "OPTIONAL_NO_CA, NONE", "OFF, NONE"})
    void aClientWithoutCertificateIsToldAsNginxDoes(ClientAuth auth, ClientCertificateRefusal refusal)
            throws Exception {
        EnginePair pair = handshake(single(verifying(auth)), "", ca.clientContext(), "TLSv1.3");

        assertThat(ServerTls.refusal(pair)).isEqualTo(refusal);
        assertThat(ServerTls.view(pair).clientVerify()).isEqualTo("NONE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aGoodClientCertificateIsASuccess(String protocol) throws Exception {
        TestCertificate client = ca.client("client", Key.EC);
        EnginePair pair = handshake(single(verifying(ClientAuth.ON)), "", ca.clientContext(client), protocol);

        assertThat(ServerTls.refusal(pair)).isEqualTo(ClientCertificateRefusal.NONE);
        assertThat(ServerTls.view(pair).clientVerify()).isEqualTo("SUCCESS");
        assertThat(ServerTls.view(pair).clientCertificates()).containsExactly(client.x509());
    }

    @ParameterizedTest
    @CsvSource({"ON, INVALID", "OPTIONAL, INVALID", "OPTIONAL_NO_CA, NONE"})
    void aClientOfAStrangeAuthorityFinishesItsHandshake(ClientAuth auth, ClientCertificateRefusal refusal)
            throws Exception {
        TestCertificates strange = TestCertificates.ca(folder.resolve("strange"), "Test CA", Key.EC);
        TestCertificate client = strange.client("client", Key.EC);
        EnginePair pair = handshake(single(verifying(auth)), "", ca.clientContext(client), "TLSv1.3");

        assertThat(ServerTls.refusal(pair)).isEqualTo(refusal);
        assertThat(ServerTls.view(pair).clientVerify()).isEqualTo("FAILED:unable to verify the first certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSessionThatIsTakenUpAgainKeepsTheClientsCertificate(String protocol) throws Exception {
        ServerTls tls = single(verifying(ClientAuth.ON));
        SSLContext client = ca.clientContext(ca.client("client", Key.EC));
        handshake(tls, "site.example", client, protocol);
        EnginePair again = handshake(tls, "site.example", client, protocol);

        assertThat(again.resumed()).isTrue();
        assertThat(ServerTls.view(again).clientVerify()).isEqualTo("SUCCESS");
    }

    @Test
    void anEngineAgreesOnTheListenersProtocolOrFails() throws Exception {
        ServerTls tls = single(new Parameters(site).build());

        assertThat(handshake(tls, "", ca.clientContext(), "TLSv1.3", "h2", "http/1.1")
                        .applicationProtocol())
                .isEqualTo("http/1.1");
        assertThatThrownBy(() -> handshake(tls, "", ca.clientContext(), "TLSv1.3", "h2"))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void theCipherIsToldByOpenSslsName() throws Exception {
        EnginePair pair = handshake(single(new Parameters(site).build()), "", ca.clientContext(), "TLSv1.2");

        assertThat(ServerTls.view(pair).cipher()).isEqualTo("ECDHE-ECDSA-AES256-GCM-SHA384");
        assertThat(ServerTls.view(pair).protocol()).isEqualTo("TLSv1.2");
    }

    @Test
    void protocolsThatTheJvmHasNoLongerAreAWarning() throws Exception {
        single(new Parameters(site).protocols("SSLv3", "TLSv1", "TLSv1.2").build());

        assertThat(warnings).singleElement().asString().startsWith("sluice.conf:3: protocols SSLv3 TLSv1 are left out");
        assertThatThrownBy(() -> single(new Parameters(site).protocols("SSLv3").build()))
                .isInstanceOf(TlsSettingException.class)
                .hasMessageContaining("none of the protocols [SSLv3]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCertificateMayBeOfACurveThatIsNotNamed(String protocol) throws Exception {
        ServerTls tls = single(new Parameters(site).curves("secp384r1").build());

        assertThat(certificate(handshake(tls, "", ca.clientContext(), protocol)))
                .isEqualTo(site.x509());
    }

    @Test
    void noOtherCurveThanThoseNamedIsUsed() throws Exception {
        SSLEngine client = ca.clientContext().createSSLEngine("peer", 443);
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        Groups.set(parameters, "client", List.of("X25519"), List.of(), warnings::add);
        client.setSSLParameters(parameters);
        ServerTls tls = single(new Parameters(site).curves("secp384r1").build());

        assertThatThrownBy(() -> EnginePair.shake(client, tls.choose(hello("")), ""))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("No common named group");
    }

    @Test
    void aCurveThatOpenSslDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> single(new Parameters(site).curves("secp348r1").build()))
                .isInstanceOf(TlsSettingException.class)
                .hasMessageContaining("curve \"secp348r1\" is not known");
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, true, 0, true",
        "TLSv1.3, true, 0, true",
        "TLSv1.2, false, 100, true",
        "TLSv1.3, false, 100, true",
        "TLSv1.2, false, 0, false",
        "TLSv1.3, false, 0, false"
    })
    void sessionsAreTakenUpAgainWhereThereIsACacheOrTickets(
            String protocol, boolean tickets, int cache, boolean resumed) throws Exception {
        ServerTls tls = single(new Parameters(site).sessions(tickets, cache).build());
        SSLContext client = ca.clientContext();
        ServerTls.view(handshake(tls, "site.example", client, protocol));

        assertThat(handshake(tls, "site.example", client, protocol).resumed()).isEqualTo(resumed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSessionEndsWithTheCertificateItWasMadeWith(String protocol) throws Exception {
        ServerTls tls = single(new Parameters(site).build());
        SSLContext client = ca.clientContext();
        ServerTls.view(handshake(tls, "site.example", client, protocol));
        TestCertificate renewed = renew(Key.EC);
        EnginePair after = handshake(tls, "site.example", client, protocol);

        assertThat(after.resumed()).isFalse();
        assertThat(certificate(after)).isEqualTo(renewed.x509());
        assertThat(handshake(tls, "site.example", client, protocol).resumed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, RSA", "TLSv1.3, RSA", "TLSv1.2, EC_P384", "TLSv1.3, EC_P384", "TLSv1.3, ED25519"})
    void aRenewedCertificateMayBeOfAnotherKindOfKey(String protocol, Key key) throws Exception {
        ServerTls tls =
                single(new Parameters(site).curves("X25519", "prime256v1").build());
        handshake(tls, "", ca.clientContext(), protocol);
        TestCertificate renewed = renew(key);

        assertThat(certificate(handshake(tls, "", ca.clientContext(), protocol)))
                .isEqualTo(renewed.x509());
    }

    /** The server's list of schemes has none by which the authority signed: that is for the client to judge. */
    @ParameterizedTest
    @CsvSource({"TLSv1.2, EC, RSA", "TLSv1.3, EC, RSA", "TLSv1.2, RSA, EC", "TLSv1.3, RSA, EC", "TLSv1.3, ED25519, RSA"
    })
    void aCertificateMayBeSignedByAKindOfKeyThatTheServerHasNot(String protocol, Key own, Key authority)
            throws Exception {
        TestCertificates signer = TestCertificates.ca(folder.resolve("signer"), "Signer", authority);
        TestCertificate signed = signer.intermediate("Below", authority).server("site.example", own);
        ServerTls tls = single(new Parameters(signed).build());

        assertThat(certificate(handshake(tls, "", signer.clientContext(), protocol)))
                .isEqualTo(signed.x509());
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, RSA", "TLSv1.3, RSA", "TLSv1.2, EC_P384", "TLSv1.3, EC_P384", "TLSv1.3, ED25519"})
    void aClientsKeyMayBeOfAnotherKindThanTheServers(String protocol, Key key) throws Exception {
        TestCertificate client = ca.client("client", key);
        EnginePair pair = handshake(single(verifying(ClientAuth.ON)), "", ca.clientContext(client), protocol);

        assertThat(ServerTls.view(pair).clientCertificates()).containsExactly(client.x509());
    }

    private TestCertificate renew(Key key) throws Exception {
        TestCertificate renewed = ca.server("site.example", key);
        Files.copy(renewed.certificate(), site.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(renewed.key(), site.key(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(files.reload()).isEmpty();
        return renewed;
    }

    private ServerTls.Means means() {
        return new ServerTls.Means(files, Clock.systemUTC(), warnings::add);
    }

    private ServerTls single(ServerTlsConfig config) throws Exception {
        return ServerTls.of(
                new ListenerTlsConfig(config, false, Duration.ofSeconds(10)),
                Map.of(),
                name -> Optional.empty(),
                means());
    }

    private ServerTls twoHosts(boolean reject) throws Exception {
        return ServerTls.of(
                new ListenerTlsConfig(new Parameters(site).build(), reject, Duration.ofSeconds(10)),
                Map.of("other", new Parameters(other).build()),
                name -> switch (name) {
                    case "other.example" -> Optional.of("other");
                    case "site.example" -> Optional.of("site");
                    default -> Optional.empty();
                },
                means());
    }

    private ServerTlsConfig verifying(ClientAuth auth) {
        return new Parameters(site).auth(auth, ca.certificate()).build();
    }

    private static X509Certificate certificate(EnginePair pair) throws SSLException {
        return (X509Certificate) pair.client().getSession().getPeerCertificates()[0];
    }

    private static EnginePair handshake(ServerTls tls, String name, SSLContext context, String protocol, String... alpn)
            throws Exception {
        SSLEngine client = context.createSSLEngine("peer", 443);
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
        parameters.setApplicationProtocols(alpn);
        client.setSSLParameters(parameters);
        return EnginePair.shake(client, tls.choose(hello(name, alpn)), name);
    }

    private static ClientHello hello(String name, String... alpn) {
        return new ClientHello(name, List.of(alpn), Codes.NONE, Codes.NONE);
    }

    /** Parameters with what most tests do not care about filled in. */
    private static final class Parameters {
        private final TestCertificate certificate;
        private List<String> protocols = List.of("TLSv1.2", "TLSv1.3");
        private List<String> curves = List.of();
        private boolean tickets = true;
        private int cache = 1000;
        private ClientAuth auth = ClientAuth.OFF;
        private Optional<Path> authorities = Optional.empty();

        Parameters(TestCertificate certificate) {
            this.certificate = certificate;
        }

        Parameters protocols(String... names) {
            protocols = List.of(names);
            return this;
        }

        Parameters curves(String... names) {
            curves = List.of(names);
            return this;
        }

        Parameters sessions(boolean withTickets, int kept) {
            tickets = withTickets;
            cache = kept;
            return this;
        }

        Parameters auth(ClientAuth wanted, Path file) {
            auth = wanted;
            authorities = Optional.of(file);
            return this;
        }

        ServerTlsConfig build() {
            return new ServerTlsConfig(
                    "sluice.conf:3",
                    List.of(new CertificateConfig(
                            certificate.certificate(), certificate.key(), Optional.empty(), "sluice.conf:4")),
                    protocols,
                    "HIGH:!aNULL:!MD5",
                    true,
                    curves,
                    Duration.ofMinutes(5),
                    cache,
                    tickets,
                    Optional.empty(),
                    List.of("http/1.1"),
                    false,
                    auth,
                    authorities,
                    1,
                    Optional.empty());
        }
    }
}
