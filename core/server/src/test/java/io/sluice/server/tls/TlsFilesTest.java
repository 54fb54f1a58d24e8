package io.sluice.server.tls;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.Order;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsFilesTest extends TwoPairs {
    @Test
    void aChangedPairIsTakenWhenTwoLooksSawItTheSame() throws Exception {
        Watched<Identity> site = identity();
        List<Identity> told = new ArrayList<>();
        site.onChange(told::add);

        install(second);
        files.look();
        assertThat(site.get().chain()).isEqualTo(first.chain());
        files.look();

        assertThat(site.get().chain()).isEqualTo(second.chain());
        assertThat(site.get().key()).isEqualTo(second.privateKey());
        assertThat(told).containsExactly(site.get());
        assertThat(log.take())
                .containsExactly("INFO test.conf:3: " + certificate
                        + ": certificate taken: CN=second.example, for second.example, valid until "
                        + second.x509().getNotAfter().toInstant());
    }

    @Test
    void filesThatKeepChangingAreLeftUntilTheyRest() throws Exception {
        Watched<Identity> site = identity();

        write(certificate, Files.readString(second.certificate()));
        files.look();
        write(key, Files.readString(second.key()));
        files.look();
        assertThat(site.get().chain()).isEqualTo(first.chain());
        files.look();

        assertThat(site.get().chain()).isEqualTo(second.chain());
        assertThat(log.take()).hasSize(1);
    }

    @Test
    void filesThatAreTouchedOrWrittenAgainWithTheSameChangeNothing() throws Exception {
        Watched<Identity> site = identity();
        Identity before = site.get();

        install(first);
        Files.setLastModifiedTime(certificate, FileTime.from(Instant.EPOCH));
        look(3);

        assertThat(site.get()).isSameAs(before);
        assertThat(log.take()).isEmpty();
    }

    @Test
    void aBadPairKeepsTheOldAndIsToldOfOnceForEachChange() throws Exception {
        Watched<Identity> site = identity();

        write(certificate, Files.readString(second.certificate()));
        look(5);
        assertThat(site.get().chain()).isEqualTo(first.chain());
        assertThat(log.take())
                .singleElement()
                .asString()
                .startsWith("ERROR test.conf:3: " + key + ": the private key (EC) is not that of the certificate,")
                .endsWith("; what was loaded before stays in use");

        Files.delete(certificate);
        look(5);
        assertThat(site.get().chain()).isEqualTo(first.chain());
        assertThat(log.take())
                .singleElement()
                .asString()
                .startsWith("ERROR test.conf:3: " + certificate + ": no such file ");

        install(second);
        look(2);
        assertThat(site.get().chain()).isEqualTo(second.chain());
        assertThat(log.take()).singleElement().asString().startsWith("INFO ");
    }

    @Test
    void aFileThatBecomesGoodByTimeAloneIsTaken() throws Exception {
        Watched<Identity> site = identity();
        install(ca.notYetValid("tomorrow.example", Key.EC));
        look(2);
        assertThat(log.take()).singleElement().asString().contains("CN=tomorrow.example, begins at ");

        clock.advance(Duration.ofDays(2));
        files.look();

        assertThat(site.get().subject()).isEqualTo("CN=tomorrow.example");
    }

    @Test
    void linksThatAreSwitchedAsByCertbotAreAChange() throws Exception {
        Path live = Files.createDirectories(folder.resolve("live"));
        link(live.resolve("cert.pem"), first.certificate());
        link(live.resolve("key.pem"), first.key());
        Watched<Identity> site = files.identity(config(live.resolve("cert.pem"), live.resolve("key.pem")));

        link(live.resolve("cert.pem"), second.certificate());
        link(live.resolve("key.pem"), second.key());
        look(2);

        assertThat(site.get().chain()).isEqualTo(second.chain());
    }

    @Test
    void aFolderThatIsSwitchedAsByKubernetesIsAChange() throws Exception {
        Path mount = Files.createDirectories(folder.resolve("mount"));
        for (TestCertificate one : List.of(first, second)) {
            Path version = Files.createDirectory(mount.resolve("..version-" + (one.equals(first) ? 1 : 2)));
            Files.copy(one.certificate(), version.resolve("tls.crt"));
            Files.copy(one.key(), version.resolve("tls.key"));
        }
        link(mount.resolve("..data"), Path.of("..version-1"));
        link(mount.resolve("tls.crt"), Path.of("..data", "tls.crt"));
        link(mount.resolve("tls.key"), Path.of("..data", "tls.key"));
        Watched<Identity> site = files.identity(config(mount.resolve("tls.crt"), mount.resolve("tls.key")));
        assertThat(site.get().chain()).isEqualTo(first.chain());

        link(mount.resolve("..data"), Path.of("..version-2"));
        look(2);

        assertThat(site.get().chain()).isEqualTo(second.chain());
    }

    @Test
    void aReloadTakesFilesAtOnceAndTellsOfThoseItCannotUse() throws Exception {
        Watched<Identity> site = identity();
        Path bundle = Files.copy(ca.certificate(), folder.resolve("bundle.pem"));
        Watched<List<X509Certificate>> authorities = files.authorities("test.conf:5", bundle);

        install(second);
        write(bundle, "nothing");
        assertThat(files.reload())
                .singleElement()
                .asString()
                .startsWith("test.conf:5: " + bundle + ": no certificate inside ");

        assertThat(site.get().chain()).isEqualTo(second.chain());
        assertThat(authorities.get()).containsExactly(ca.x509());
    }

    @Test
    void withoutAnIntervalOnlyAReloadReadsFilesAgain() throws Exception {
        try (TlsFiles still = new TlsFiles(Duration.ZERO, MONTH, clock)) {
            Watched<Identity> site = still.identity(config(certificate, key));
            install(second);
            still.look();
            still.look();
            assertThat(site.get().chain()).isEqualTo(first.chain());

            assertThat(still.reload()).isEmpty();
            assertThat(site.get().chain()).isEqualTo(second.chain());
        }
    }

    @Test
    void authoritiesAndListsAreWatchedToo() throws Exception {
        TestCertificate client = ca.client("client", Key.EC);
        Path bundle = Files.copy(ca.certificate(), folder.resolve("bundle.pem"));
        Path crl = Files.copy(ca.crl(), folder.resolve("crl.pem"));
        Watched<List<X509Certificate>> authorities = files.authorities("test.conf:5", bundle);
        Watched<List<X509CRL>> lists = files.crls("test.conf:6", crl);
        TestCertificates other = TestCertificates.ca(folder.resolve("other"));

        write(bundle, Files.readString(other.certificate()));
        write(crl, Files.readString(ca.crl(client)));
        look(2);

        assertThat(authorities.get()).containsExactly(other.x509());
        assertThat(lists.get().get(0).isRevoked(client.x509())).isTrue();
        assertThat(log.take()).hasSize(2).allMatch(line -> line.startsWith("INFO "));
    }

    @Test
    void theSameFilesAreLoadedOnce() throws Exception {
        assertThat(identity()).isSameAs(identity());
        assertThat(files.authorities("a:1", ca.certificate())).isSameAs(files.authorities("b:2", ca.certificate()));
    }

    @Test
    void whatCannotBeUsedAtFirstIsRefused() throws Exception {
        Files.delete(key);

        assertThatThrownBy(this::identity).isInstanceOf(TlsFileException.class).hasMessageContaining("no such file");
        assertThat(files.expiries()).isEmpty();
    }

    @Test
    void theEndOfACertificateIsWarnedOfOnceADayAndLoudlyAfterIt() throws Exception {
        identity();
        clock.advance(Duration.ofDays(61));
        files.look();
        assertThat(log.take())
                .containsExactly("WARN test.conf:3: " + certificate
                        + ": the certificate, CN=first.example, for first.example, ends at "
                        + first.x509().getNotAfter().toInstant() + ", in 28 days");

        clock.advance(Duration.ofHours(23));
        files.look();
        assertThat(log.take()).isEmpty();

        clock.advance(Duration.ofHours(1));
        files.look();
        assertThat(log.take()).hasSize(1);

        clock.advance(MONTH);
        files.look();
        assertThat(log.take()).singleElement().asString().startsWith("ERROR ").contains("first.example, ended at ");
    }

    @Test
    void aCertificateThatEndsSoonIsWarnedOfWhenItIsLoaded() throws Exception {
        clock.advance(Duration.ofDays(80));
        identity();

        assertThat(log.take()).singleElement().asString().startsWith("WARN ").endsWith(", in 9 days");
    }

    @Test
    void theFirstEndIsThatOfTheCertificateThatEndsFirst() throws Exception {
        assertThat(files.secondsToFirstExpiry()).isEqualTo(Long.MAX_VALUE);
        identity();
        TestCertificate later = ca.issue(Order.of("later.example", Key.EC)
                .valid(Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(365))));
        files.identity(config(later.certificate(), later.key()));

        Instant end = first.x509().getNotAfter().toInstant();
        assertThat(files.secondsToFirstExpiry())
                .isEqualTo(Duration.between(clock.instant(), end).toSeconds());
        assertThat(files.expiries())
                .extracting(TlsFiles.Expiry::names)
                .containsExactly(List.of("first.example"), List.of("later.example"));
        clock.advance(Duration.ofDays(91));
        assertThat(files.secondsToFirstExpiry()).isNegative();
    }

    @Test
    void theThreadOfTheLooksTakesChangesByItself() throws Exception {
        try (TlsFiles quick = new TlsFiles(Duration.ofMillis(5), MONTH, Clock.systemUTC())) {
            Watched<Identity> site = quick.identity(config(certificate, key));
            quick.start();
            install(second);

            Eventually.until("the new pair", () -> site.get().chain().equals(second.chain()));
        }
    }

    private void link(Path link, Path target) throws IOException {
        Path fresh = folder.resolve("fresh-link");
        Files.createSymbolicLink(fresh, target);
        Files.move(fresh, link, ATOMIC_MOVE, REPLACE_EXISTING);
    }
}
