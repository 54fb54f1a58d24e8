package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.tls.ChainVerifier.Purpose;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found of a chain is what OpenSSL finds; nginx tells the last that it finds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainVerifierTest {
    private static final Pattern ERROR = Pattern.compile("error (\\d+) at \\d+ depth lookup");

    /** openssl verify stops at 20 where nginx goes on and tells 21; we say more of names than PKIX tells (50). */
    private static final List<Integer> TOLD_OTHERWISE = List.of(21, 50);

    private Path folder;

    @BeforeAll
    void make(@TempDir Path temporary) throws Exception {
        OpenSsl.assume(3);
        folder = temporary;
        try (InputStream script = ChainVerifierTest.class.getResourceAsStream("chains.sh")) {
            OpenSsl.run(folder, new String(script.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    /** Of SERVER or CLIENT: depth, the peer's own certificate, what it sends besides, who is trusted, lists; error, 0 for none. */
    @ParameterizedTest
    @CsvSource({
        "SERVER, 1, leaf, -, root, -, 0",
        "SERVER, 1, below-middle, middle, root, -, 0",
        "SERVER, 1, below-middle, -, root, -, 21",
        "SERVER, 1, expired, -, root, -, 10",
        "SERVER, 1, alone, -, root, -, 18",
        "SERVER, 2, below-middle, with-root, other, -, 19",
        "SERVER, 1, leaf, -, other, -, 21",
        "SERVER, 1, leaf, -, root, root, 0",
        "SERVER, 1, leaf, -, root, revoked, 23",
        "SERVER, 1, leaf, -, root, old, 12",
        "SERVER, 1, below-middle, middle, root, root, 3",
        "SERVER, 1, below-middle, middle, root, both, 0",
        "SERVER, 0, leaf, -, root, -, 0",
        "SERVER, 0, below-middle, middle, root, -, 22",
        "SERVER, 1, below-second, two, root, -, 22",
        "SERVER, 2, below-second, two, root, -, 0",
        "SERVER, 1, for-servers, -, root, -, 0",
        "SERVER, 1, for-clients, -, root, -, 26",
        "CLIENT, 1, for-clients, -, root, -, 0",
        "CLIENT, 1, for-servers, -, root, -, 26",
        "SERVER, 1, for-any, -, root, -, 26",
        "CLIENT, 1, for-any, -, root, -, 26",
        "SERVER, 1, signs-lists, -, root, -, 26",
        "CLIENT, 1, signs-lists, -, root, -, 26",
        "SERVER, 1, enciphers, -, root, -, 0",
        "CLIENT, 1, enciphers, -, root, -, 26",
        "SERVER, 1, signs, -, root, -, 0",
        "CLIENT, 1, signs, -, root, -, 0",
        "SERVER, 1, below-no-signer, no-signer, root, -, 32",
        "SERVER, 1, below-no-constraints, no-constraints, root, -, 79",
        "SERVER, 1, below-nothing, nothing, root, -, 26",
        "SERVER, 1, short, -, root, -, 66",
        "SERVER, 1, sha1, -, root, -, 68",
        "SERVER, 2, below-too-deep, deep, root, -, 25",
        "SERVER, 1, critical, -, root, -, 34",
        "SERVER, 1, below-other-names, other-names, root, -, 50",
    })
    void aChainIsJudgedAsByOpenSsl(
            Purpose purpose, int depth, String leaf, String sent, String trusted, String list, int error)
            throws Exception {
        List<X509Certificate> chain = new ArrayList<>(certificates(leaf));
        if (!sent.equals("-")) {
            chain.addAll(certificates(sent));
        }
        ChainVerifier verifier = new ChainVerifier(
                new ChainVerifier.Trust(certificates(trusted), lists(list), depth, purpose), Clock.systemUTC());
        assertThat(verifier.verify(chain).map(ChainError::number).orElse(0)).isEqualTo(error);
        if (!TOLD_OTHERWISE.contains(error)) {
            assertThat(openSsl(purpose, depth, leaf, sent, trusted, list)).isEqualTo(error);
        }
    }

    /** The last error that the program tells; 0 for none. */
    private int openSsl(Purpose purpose, int depth, String leaf, String sent, String trusted, String list)
            throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "openssl",
                "verify",
                "-purpose",
                purpose == Purpose.SERVER ? "sslserver" : "sslclient",
                "-verify_depth",
                Integer.toString(depth),
                "-auth_level",
                "2",
                "-no-CApath",
                "-no-CAstore",
                "-CAfile",
                trusted + ".pem"));
        if (!sent.equals("-")) {
            words.addAll(List.of("-untrusted", sent + ".pem"));
        }
        if (!list.equals("-")) {
            words.addAll(List.of("-CRLfile", list + ".crl", "-crl_check_all"));
        }
        words.add(leaf + ".pem");
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int last = 0;
        Matcher error = ERROR.matcher(said);
        while (error.find()) {
            last = Integer.parseInt(error.group(1));
        }
        assertThat(process.waitFor() == 0).as(said).isEqualTo(last == 0);
        return last;
    }

    private List<X509Certificate> certificates(String name) throws Exception {
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private Optional<List<X509CRL>> lists(String name) throws Exception {
        if (name.equals("-")) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".crl"))) {
            return Optional.of(CertificateFactory.getInstance("X.509").generateCRLs(in).stream()
                    .map(X509CRL.class::cast)
                    .toList());
        }
    }
}
