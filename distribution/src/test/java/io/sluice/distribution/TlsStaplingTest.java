package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.testkit.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OCSP stapling: what the authority's responder says of the certificate is sent along in the handshake. */
class TlsStaplingTest {
    private static final String EXTENSIONS = """
            [authority]
            basicConstraints = critical, CA:TRUE
            keyUsage = critical, keyCertSign, cRLSign, digitalSignature
            subjectKeyIdentifier = hash
            [site]
            subjectAltName = DNS:localhost
            extendedKeyUsage = serverAuth
            authorityInfoAccess = OCSP;URI:http://127.0.0.1:%d/
            """;

    private final AtomicInteger asked = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void theAnswerOfTheResponderIsStapled(String version, @TempDir Path folder) throws Exception {
        Openssl.assumeInstalled();
        HttpServer responder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issue(folder, responder.getAddress().getPort());
        responder.createContext("/", exchange -> answer(exchange, folder));
        responder.start();
        try (RunningSluice sluice = RunningSluice.in(folder)
                .start("""
                sluice {
                  defaults.tls { certificate = "%s", key = "%s" }
                  listeners {
                    stapled { bind = "127.0.0.1:0", tls { stapling = on } }
                    plain { bind = "127.0.0.1:0", tls = on }
                  }
                  hosts { site { routes = [ { path = "/", return = 204 } ] } }
                }
                """.formatted(folder.resolve("chain.pem"), folder.resolve("site.key")))) {
            String root = folder.resolve("root.pem").toString();
            assertThat(Openssl.get(sluice.address("plain"), "localhost", "/", version, "-status", "-CAfile", root))
                    .contains("OCSP response: no response sent");
            assertThat(asked).as("requests where stapling is off").hasValue(0);
            // Where the responder takes longer than the handshake waits for it, the handshake goes on without its
            // answer.
            String said = Eventually.value(
                    "a stapled answer",
                    () -> Openssl.get(sluice.address("stapled"), "localhost", "/", version, "-status", "-CAfile", root),
                    text -> text.contains("OCSP Response Status"));
            assertThat(said)
                    .contains("OCSP Response Status: successful", "Cert Status: good", "Verify return code: 0 (ok)");
            int before = asked.get();
            assertThat(before).isPositive();
            assertThat(Openssl.get(sluice.address("stapled"), "localhost", "/", version, "-status", "-CAfile", root))
                    .contains("Cert Status: good");
            assertThat(asked).as("an answer is kept").hasValue(before);
        } finally {
            responder.stop(0);
        }
    }

    /** A root, an authority below it that also signs the responder's answers, and a certificate that names the responder. */
    private static void issue(Path folder, int responderPort) throws IOException {
        Files.writeString(folder.resolve("ext"), EXTENSIONS.formatted(responderPort));
        request(folder, "root", "/CN=Test root");
        request(folder, "middle", "/CN=Test authority");
        request(folder, "site", "/CN=localhost");
        sign(folder, "root", 1, "authority", "-signkey", "root.key");
        sign(folder, "middle", 2, "authority", "-CA", "root.pem", "-CAkey", "root.key");
        sign(folder, "site", 3, "site", "-CA", "middle.pem", "-CAkey", "middle.key");
        Files.writeString(
                folder.resolve("chain.pem"),
                Files.readString(folder.resolve("site.pem")) + Files.readString(folder.resolve("middle.pem")));
        Files.writeString(folder.resolve("index.txt"), "V\t491231235959Z\t\t03\tunknown\t/CN=localhost\n");
    }

    private static void request(Path folder, String name, String subject) {
        Openssl.run(
                folder,
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                subject,
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr");
    }

    private static void sign(Path folder, String name, int serial, String extensions, String... signer) {
        String[] words = {
            "x509",
            "-req",
            "-days",
            "60",
            "-in",
            name + ".csr",
            "-out",
            name + ".pem",
            "-set_serial",
            "" + serial,
            "-extfile",
            "ext",
            "-extensions",
            extensions
        };
        Openssl.run(
                folder,
                Stream.concat(Arrays.stream(words), Arrays.stream(signer)).toArray(String[]::new));
    }

    private void answer(HttpExchange exchange, Path folder) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath().substring(1);
            byte[] request = exchange.getRequestMethod().equals("GET")
                    ? Base64.getDecoder().decode(URLDecoder.decode(path, UTF_8))
                    : exchange.getRequestBody().readAllBytes();
            Files.write(folder.resolve("request"), request);
            Openssl.run(
                    folder,
                    "ocsp",
                    "-index",
                    "index.txt",
                    "-CA",
                    "middle.pem",
                    "-rsigner",
                    "middle.pem",
                    "-rkey",
                    "middle.key",
                    "-ndays",
                    "1",
                    "-reqin",
                    "request",
                    "-respout",
                    "response");
            byte[] response = Files.readAllBytes(folder.resolve("response"));
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
            exchange.sendResponseHeaders(200, response.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(response);
            }
        }
    }
}
