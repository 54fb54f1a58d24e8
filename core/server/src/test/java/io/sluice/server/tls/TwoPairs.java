package io.sluice.server.tls;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.sluice.server.config.CertificateConfig;
import io.sluice.testkit.ManualClock;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A pair of a certificate and its key in files that are looked at, and another that may take its place. */
abstract class TwoPairs {
    static final Duration INTERVAL = Duration.ofSeconds(10);
    static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    Path folder;

    final LogLines log = new LogLines();
    final ManualClock clock = new ManualClock(Instant.now());
    final TlsFiles files = new TlsFiles(INTERVAL, MONTH, clock);
    TestCertificates ca;
    TestCertificate first;
    TestCertificate second;
    Path certificate;
    Path key;

    @BeforeEach
    void issue() throws Exception {
        ca = TestCertificates.ca(folder.resolve("ca"));
        first = ca.server("first.example", Key.EC);
        second = ca.server("second.example", Key.EC);
        certificate = folder.resolve("site.pem");
        key = folder.resolve("site.key");
        install(first);
    }

    @AfterEach
    void close() {
        files.close();
        log.close();
    }

    final Watched<Identity> identity() throws TlsFileException {
        return files.identity(config(certificate, key));
    }

    static CertificateConfig config(Path certificate, Path key) {
        return new CertificateConfig(certificate, key, Optional.empty(), "test.conf:3");
    }

    final void look(int times) {
        for (int i = 0; i < times; i++) {
            files.look();
        }
    }

    final void install(TestCertificate pair) throws IOException {
        write(key, Files.readString(pair.key()));
        write(certificate, Files.readString(pair.certificate()));
    }

    /** Renamed into its place, as tools do: another file each time, however fast the test. */
    final void write(Path file, String text) throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), text);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, file, ATOMIC_MOVE);
    }
}
