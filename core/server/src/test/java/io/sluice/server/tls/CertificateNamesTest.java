package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {
    @ParameterizedTest
    @CsvSource({
        "www.example.com, EXACT",
        "example.com, NONE",
        "a.example.org, WILDCARD",
        "b.example.org, EXACT",
        "a.b.example.org, NONE",
        "example.org, NONE",
        ".example.org, NONE",
        "a.example.orgx, NONE",
        "xexample.org, NONE",
        "org, NONE",
    })
    void aWildcardStandsForExactlyTheFirstLabel(String host, CertificateNames.Fit fit) {
        CertificateNames names = new CertificateNames(List.of("www.example.com", "*.example.org", "b.example.org"));

        assertThat(names.fit(host)).isEqualTo(fit);
    }

    @Test
    void namesAreThoseOfTheAlternativesInLowerCase(@TempDir Path folder) {
        TestCertificates ca = TestCertificates.ca(folder);

        assertThat(CertificateNames.of(
                                ca.server("WWW.example.com 10.0.0.1", Key.EC).x509())
                        .all())
                .containsExactly("www.example.com", "10.0.0.1");
    }

    @Test
    void theCommonNameCountsWhereNoHostNameStandsInTheAlternatives(@TempDir Path folder) {
        assertThat(CertificateNames.of(
                                TestCertificates.ca(folder, "Old CA", Key.EC).x509())
                        .all())
                .containsExactly("old ca");
    }
}
