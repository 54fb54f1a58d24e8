package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Nginx;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** $ssl_ciphers and $ssl_curves beside a real nginx, told by clients that offer different things. */
class OfferedBesideNginxTest {
    private static final String NAME = "offer.example.com";
    private static final String OFFER = "$ssl_protocol $ssl_ciphers $ssl_curves";

    private static RunningSluice sluice;
    private static Nginx nginx;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
        TestCertificate certificate = TestCertificates.ca(folder.resolve("ca")).server(NAME, Key.EC);
        sluice = RunningSluice.in(folder)
                .start("""
                sluice {
                  listeners {
                    secure { bind = "127.0.0.1:0", tls { certificate = "%s", key = "%s" } }
                  }
                  hosts {
                    any { names = ["%s"], routes = [ { path = "/", return { status = 200, body = "%s" } } ] }
                  }
                }
                """.formatted(certificate.certificate(), certificate.key(), NAME, OFFER));
        nginx = Nginx.start(Files.createDirectory(folder.resolve("nginx")), port ->
                """
                server {
                  listen 127.0.0.1:%d ssl;
                  ssl_protocols TLSv1.2 TLSv1.3;
                  ssl_certificate %s;
                  ssl_certificate_key %s;
                  location / { return 200 "%s"; }
                }
                """.formatted(port, certificate.certificate(), certificate.key(), OFFER));
    }

    @AfterAll
    static void stop() throws Exception {
        if (nginx != null) {
            nginx.close();
        }
        if (sluice != null) {
            sluice.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_3, TLSv1.3 TLS_AES_256_GCM_SHA384:",
        "-tls1_2, TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384:",
        "-tls1_2 -cipher ECDHE:CAMELLIA:ARIA:PSK:SRP:COMPLEMENTOFALL@SECLEVEL=0, TLSv1.2 ECDHE-",
        "-tls1_2 -groups prime256v1:sect163k1:brainpoolP512r1:secp256k1 -cipher ECDHE@SECLEVEL=0, TLSv1.2 ECDHE-",
        "-tls1_3 -ciphersuites TLS_AES_128_CCM_8_SHA256:TLS_AES_128_GCM_SHA256 -groups P-256:X448, TLSv1.3 TLS_AES_128_CCM_8",
    })
    void bothTellTheSameOfAClient(String options, String beginning) {
        String theirs = offered(nginx.address().getPort(), options);

        assertThat(theirs).startsWith(beginning);
        assertThat(offered(sluice.address("secure").getPort(), options)).isEqualTo(theirs);
    }

    /** The line that the server answers with. */
    private static String offered(int port, String options) {
        String request = "printf 'GET / HTTP/1.0\\r\\nHost: " + NAME + "\\r\\n\\r\\n'";
        Command.Result result = Command.run(
                "sh",
                "-c",
                request + " | openssl s_client -quiet -ign_eof -connect 127.0.0.1:" + port + " -servername " + NAME
                        + " " + options + " 2>/dev/null");
        return result.stdout()
                .substring(result.stdout().indexOf("\r\n\r\n") + 4)
                .strip();
    }
}
