package io.sluice.testkit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestCertificatesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RSA_SHORT", "DSA"})
    void aClientThatTrustsTheRootTakesAServerOfAnIntermediateAuthority(Key key) throws Exception {
        TestCertificates ca = TestCertificates.ca(folder, "Test Root", key);
        TestCertificate server = ca.intermediate("Test Intermediate", Key.EC).server("localhost 127.0.0.1", key);

        assertThat(server.chain()).hasSize(2);
        assertThat(shake(server.serverContext(), ca.clientContext(), false)).isEqualTo("CN=localhost");
    }

    @Test
    void aServerSeesTheCertificateOfAClientOfItsAuthority() throws Exception {
        TestCertificates ca = TestCertificates.ca(folder);
        TestCertificate server = ca.server("localhost", Key.EC);
        TestCertificate client = ca.client("someone", Key.RSA);

        assertThat(shake(server.serverContext(ca), ca.clientContext(client), true))
                .isEqualTo("CN=localhost");
    }

    @Test
    void aClientRefusesAServerOfAnotherAuthorityOrWithAnotherName() {
        TestCertificates ca = TestCertificates.ca(folder);
        TestCertificates other = TestCertificates.ca(folder.resolve("other"));

        assertThatThrownBy(() -> shake(other.server("localhost", Key.EC).serverContext(), ca.clientContext(), false))
                .isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> shake(ca.server("wrong.example", Key.EC).serverContext(), ca.clientContext(), false))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aCertificateHasEndedOrNotBegunWhereItIsSaidTo() {
        TestCertificates ca = TestCertificates.ca(folder);

        assertThatThrownBy(() -> ca.expired("a.example", Key.EC).x509().checkValidity())
                .isInstanceOf(CertificateExpiredException.class);
        assertThatThrownBy(() -> ca.notYetValid("a.example", Key.EC).x509().checkValidity())
                .isInstanceOf(CertificateNotYetValidException.class);
    }

    @Test
    void theFilesHoldWhatTheObjectsSay() throws Exception {
        TestCertificates ca = TestCertificates.ca(folder);
        TestCertificate good = ca.client("good", Key.EC);
        TestCertificate bad = ca.client("bad", Key.EC);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");

        try (InputStream in = Files.newInputStream(ca.crl(bad))) {
            X509CRL list = (X509CRL) factory.generateCRL(in);
            list.verify(ca.x509().getPublicKey());
            assertThat(list.isRevoked(bad.x509())).isTrue();
            assertThat(list.isRevoked(good.x509())).isFalse();
        }
        try (InputStream in = Files.newInputStream(good.certificate())) {
            assertThat(factory.generateCertificate(in)).isEqualTo(good.x509());
        }
        assertThat(good.key()).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    /** The subject of the server's certificate as the client saw it. */
    private static String shake(SSLContext server, SSLContext client, boolean askClient)
            throws IOException, GeneralSecurityException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listening =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            listening.setNeedClientAuth(askClient);
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> greetOne(listening));
            try (SSLSocket socket =
                    (SSLSocket) client.getSocketFactory().createSocket(loopback, listening.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                assertThat(socket.getInputStream().read()).isEqualTo('!');
                X509Certificate seen = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                return seen.getSubjectX500Principal().getName();
            } finally {
                served.join();
            }
        }
    }

    private static void greetOne(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.getOutputStream().write('!');
        } catch (IOException e) {
            // The client refused; that is what it tells the test itself.
        }
    }
}
