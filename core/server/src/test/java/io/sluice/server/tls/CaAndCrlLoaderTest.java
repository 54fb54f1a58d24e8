package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaAndCrlLoaderTest {
    private static final String PLACE = "sluice.conf:9";

    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();
    private final CaLoader authorities = new CaLoader(Clock.systemUTC(), warnings::add);
    private final CrlLoader crls = new CrlLoader(Clock.systemUTC(), warnings::add);
    private TestCertificates ca;

    @BeforeEach
    void issue() {
        ca = TestCertificates.ca(folder);
    }

    @Test
    void allAuthoritiesOfAFileAreLoadedOnce() throws Exception {
        TestCertificates other = TestCertificates.ca(folder.resolve("other"));
        Path bundle = write("# ours\n" + Files.readString(ca.certificate()) + "# theirs\n"
                + Files.readString(other.certificate()) + Files.readString(ca.certificate()));

        assertThat(authorities.load(PLACE, bundle)).containsExactly(ca.x509(), other.x509());
        assertThat(warnings).isEmpty();
    }

    @Test
    void anAuthorityThatEndedIsWarnedOf() throws Exception {
        TestCertificate old = ca.expired("old.example", Key.EC);

        assertThat(authorities.load(PLACE, old.certificate())).hasSize(1);
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith(PLACE + ": " + old.certificate() + ": the authority CN=old.example ended at ");
    }

    @Test
    void aFileWithoutAuthoritiesIsRefused() {
        Path key = ca.server("a.example", Key.EC).key();
        Path missing = folder.resolve("missing.pem");

        assertThatThrownBy(() -> authorities.load(PLACE, key))
                .hasMessage(PLACE + ": " + key
                        + ": no certificate inside, but PRIVATE KEY (expected: PEM with BEGIN CERTIFICATE)");
        assertThatThrownBy(() -> authorities.load(PLACE, missing))
                .hasMessage(PLACE + ": " + missing + ": no such file (expected: certificates of authorities as PEM)");
    }

    @Test
    void allListsOfAFileAreLoaded() throws Exception {
        TestCertificate revoked = ca.client("revoked", Key.EC);
        Path both = write(Files.readString(ca.crl()) + Files.readString(ca.crl(revoked)));

        assertThat(crls.load(PLACE, both))
                .hasSize(2)
                .anySatisfy(list -> assertThat(list.isRevoked(revoked.x509())).isTrue());
        assertThat(warnings).isEmpty();
    }

    @Test
    void aListThatWasNotRenewedInTimeIsWarnedOf() throws Exception {
        Instant now = Instant.now();
        Path old = ca.crl(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(2)));

        assertThat(crls.load(PLACE, old)).hasSize(1);
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith(PLACE + ": " + old + ": the list of CN=Test CA was to be renewed until ");
    }

    @Test
    void aFileWithoutListsIsRefused() throws Exception {
        assertThatThrownBy(() -> crls.load(PLACE, ca.certificate()))
                .hasMessageContaining(": no list of revoked certificates inside, but CERTIFICATE (expected: ");
        Path broken = write("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n");
        assertThatThrownBy(() -> crls.load(PLACE, broken))
                .isInstanceOf(TlsFileException.class)
                .hasMessageContaining(": list 1 cannot be read: ");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("written.pem"), text);
    }
}
