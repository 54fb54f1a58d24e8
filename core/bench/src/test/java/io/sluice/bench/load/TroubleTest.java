package io.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TroubleTest {
    @Test
    void theSystemsWordsAreToldApartByWhatWasDone() {
        assertThat(Trouble.kind(new ConnectException("Connection timed out"))).isEqualTo("connect-timeout");
        assertThat(Trouble.kind(new IOException("Connection timed out"))).isEqualTo("timeout");
        assertThat(Trouble.kind(new BindException("Address already in use"))).isEqualTo("no-port");
        assertThat(Trouble.kind(new BindException("Permission denied"))).isEqualTo("io");
    }

    @Test
    void whereNobodyTrustedHasSignedTheCertificateTheOptionsForThatComeFirst() {
        SSLHandshakeException failure = new SSLHandshakeException("PKIX path building failed");
        failure.initCause(new CertificateException(new CertPathBuilderException("no path")));
        assertThat(Trouble.example(failure))
                .isEqualTo("nobody who is trusted has signed the certificate (--cacert FILE or --insecure): "
                        + "PKIX path building failed");
        assertThat(Trouble.example(new SSLHandshakeException("No name matching x found")))
                .isEqualTo("No name matching x found");
    }

    @Test
    void ofALongExampleItsBeginIsKept() {
        Errors errors = new Errors();
        errors.add("io", "x".repeat(201));
        errors.add("tls", "x".repeat(200));
        errors.add("reset", null);
        assertThat(errors.byKind().get("io").example()).isEqualTo("x".repeat(200) + "...");
        assertThat(errors.byKind().get("tls").example()).hasSize(200);
        assertThat(errors.byKind().get("reset").example()).isNull();
    }
}
