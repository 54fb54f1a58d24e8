package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.config.CertificateConfig;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityLoaderTest {
    @TempDir
    private static Path folder;

    private static TestCertificates ca;
    private static TestCertificate good;

    private final List<String> warnings = new ArrayList<>();

    @BeforeAll
    static void issue() {
        ca = TestCertificates.ca(folder.resolve("ca"));
        good = ca.server("www.example.com *.example.com 127.0.0.1", Key.EC);
    }

    @Test
    void anIdentityTellsItsNamesKindAndEnd() throws Exception {
        Identity identity = load(good.certificate(), good.key());

        assertThat(identity.names()).containsExactly("www.example.com", "*.example.com", "127.0.0.1");
        assertThat(identity.keyType()).isEqualTo("EC");
        assertThat(identity.subject()).isEqualTo("CN=www.example.com");
        assertThat(identity.notAfter()).isEqualTo(good.x509().getNotAfter().toInstant());
        assertThat(identity.chain()).isEqualTo(good.chain());
        assertThat(warnings).isEmpty();
    }

    @Test
    void aMissingFileIsRefused() {
        Path missing = folder.resolve("missing.pem");
        refused(() -> load(missing, good.key()), missing, "no such file (expected: a certificate as PEM or PKCS#12)");
        refused(
                () -> load(good.certificate(), missing),
                missing,
                "no such file (expected: the certificate's private key as PEM or PKCS#12)");
        refused(
                () -> load(good.certificate(), good.key(), missing),
                missing,
                "no such file (expected: a password on each line)");
    }

    @Test
    void aLinkToNothingIsRefusedWithItsTarget() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.pem"), Path.of("archive", "gone.pem"));

        refused(() -> load(link, good.key()), link, "a symbolic link to archive/gone.pem, which does not exist");
    }

    @Test
    void aDirectoryIsRefused() {
        refused(() -> load(folder, good.key()), folder, "a directory (expected: ");
    }

    @Test
    void anUnreadableFileIsRefused() throws Exception {
        Path file = copy(good.certificate(), "unreadable.pem");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "this user may read everything");

        refused(() -> load(file, good.key()), file, "not readable: permission denied");
    }

    @Test
    void anEmptyFileIsRefused() throws Exception {
        Path file = write("empty.pem", "");

        refused(() -> load(file, good.key()), file, "empty (expected: ");
        refused(() -> load(good.certificate(), file), file, "empty (expected: ");
        refused(() -> load(good.certificate(), good.key(), file), file, "empty (expected: ");
    }

    @Test
    void aCertificateFileWithoutOneIsRefusedWithWhatItHas() {
        refused(
                () -> load(good.key(), good.key()),
                good.key(),
                "no certificate inside, but PRIVATE KEY (expected: PEM with BEGIN CERTIFICATE)");
    }

    @Test
    void aKeyFileWithoutOneIsRefusedWithWhatItHas() {
        refused(
                () -> load(good.certificate(), good.certificate()),
                good.certificate(),
                "no private key inside, but CERTIFICATE (expected: PEM with BEGIN PRIVATE KEY");
    }

    @Test
    void whatIsNeitherPemNorPkcs12IsRefused() throws Exception {
        Path text = write("text.pem", "-- BEGIN CERTIFICATE --");

        refused(() -> load(text, good.key()), text, "neither PEM nor PKCS#12: ");
        refused(() -> load(good.certificate(), text), text, "neither PEM nor PKCS#12: ");
    }

    @Test
    void brokenPemIsRefused() throws Exception {
        String whole = Files.readString(good.certificate());
        Path cut = write("cut.pem", whole.substring(0, whole.length() / 2));
        Path garbled = write("garbled.pem", whole.replace("MII", "M!!"));
        Path wrong = write("wrong.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        refused(() -> load(cut, good.key()), cut, "PEM block 1 is broken: ");
        refused(() -> load(wrong, good.key()), wrong, "certificate 1 cannot be read: ");
        assertThatThrownBy(() -> load(garbled, good.key())).isInstanceOf(TlsFileException.class);
    }

    @Test
    void aBrokenKeyIsRefused() throws Exception {
        for (String kind : List.of("PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY")) {
            Path broken = write("broken.key", "-----BEGIN " + kind + "-----\nMAA=\n-----END " + kind + "-----\n");

            refused(() -> load(good.certificate(), broken), broken, "private key");
        }
    }

    @Test
    void anEncryptedKeyWithoutAPasswordThatFitsIsRefused() throws Exception {
        OpenSsl.assume();
        Path one = write("one.password", "wrong\n");
        Path two = write("two.passwords", "wrong\nbad\n");
        for (String form : List.of("pkcs8 -topk8", "ec -aes128")) {
            Path key = folder.resolve("encrypted.key");
            OpenSsl.run(
                    folder,
                    "openssl " + form + " -in " + good.key() + " -passout pass:right > encrypted.key;"
                            + "chmod 600 encrypted.key");

            refused(
                    () -> load(good.certificate(), key),
                    key,
                    "the private key is encrypted, and no password-file is set (expected: a password-file");
            refused(
                    () -> load(good.certificate(), key, one),
                    key,
                    "the private key is encrypted, and the password of " + one + " does not fit: ");
            refused(
                    () -> load(good.certificate(), key, two),
                    key,
                    "the private key is encrypted, and none of the 2 passwords of " + two + " fits: ");
        }
    }

    @Test
    void pkcs12WithoutAPasswordThatFitsIsRefused() throws Exception {
        Path both = good.pkcs12("right");
        Path one = write("p12.password", "wrong\n");

        refused(() -> load(both, both), both, "PKCS#12 with a password, and no password-file is set");
        refused(() -> load(both, both, one), both, "PKCS#12, and the password of " + one + " does not fit");
        assertThat(load(both, both, write("right.password", "wrong\nright")).chain())
                .isEqualTo(good.chain());
    }

    @Test
    void theKeyIsThatOfTheKeyFileWhereAPkcs12FileHasOneToo() throws Exception {
        Path both = good.pkcs12("");
        TestCertificate other = ca.server("other.example", Key.EC);

        assertThat(load(both, good.key()).chain()).isEqualTo(good.chain());
        assertThat(load(good.certificate(), both).key()).isEqualTo(good.privateKey());
        refused(() -> load(both, other.key()), other.key(), "is not that of the certificate, CN=www.example.com");
    }

    @Test
    void aKeyThatIsNotTheCertificatesIsRefused() {
        for (Key kind : List.of(Key.EC, Key.RSA, Key.ED25519)) {
            TestCertificate one = ca.server("one.example", kind);
            TestCertificate two = ca.server("two.example", kind);
            refused(
                    () -> load(one.certificate(), two.key()),
                    two.key(),
                    "is not that of the certificate, CN=one.example ("
                            + one.privateKey().getAlgorithm() + "), in " + one.certificate());
        }
        TestCertificate rsa = ca.server("rsa.example", Key.RSA);
        refused(
                () -> load(good.certificate(), rsa.key()),
                rsa.key(),
                "the private key (RSA) is not that of the certificate, CN=www.example.com (EC)");
    }

    @Test
    void aChainThatDoesNotBeginWithTheKeysCertificateIsRefusedWithItsPosition() throws Exception {
        Path turned = write("turned.pem", Files.readString(ca.certificate()) + Files.readString(good.certificate()));

        refused(
                () -> load(turned, good.key()),
                turned,
                "the private key belongs to certificate 2, CN=www.example.com (expected: that certificate first");
    }

    @Test
    void aCertificateThatEndedOrHasNotBegunIsRefused() {
        TestCertificate old = ca.expired("old.example", Key.EC);
        TestCertificate young = ca.notYetValid("young.example", Key.EC);

        refused(
                () -> load(old.certificate(), old.key()),
                old.certificate(),
                "the certificate, CN=old.example, ended at "
                        + old.x509().getNotAfter().toInstant() + " (expected: ");
        refused(
                () -> load(young.certificate(), young.key()),
                young.certificate(),
                "the certificate, CN=young.example, begins at "
                        + young.x509().getNotBefore().toInstant() + " (expected: ");
    }

    @Test
    void aChainInOrderIsTakenAsItIs() throws Exception {
        TestCertificate server =
                ca.intermediate("Below", Key.EC).intermediate("Deeper", Key.RSA).server("deep.example", Key.EC);

        assertThat(load(server.certificate(), server.key()).chain()).hasSize(3);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aCertificateThatDidNotSignTheOneBeforeItIsWarnedOf() throws Exception {
        TestCertificates other = TestCertificates.ca(folder.resolve("other"));
        Path chain = write("other.pem", Files.readString(good.certificate()) + Files.readString(other.certificate()));

        assertThat(load(chain, good.key()).chain()).hasSize(2);
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("sluice.conf:7: " + chain
                        + ": certificate 2, CN=Test CA, did not sign certificate 1, CN=www.example.com (expected: ");
    }

    @Test
    void aKeyTooShortForThisJavaIsWarnedOf() throws Exception {
        TestCertificate weak = ca.server("weak.example", Key.RSA_SHORT);

        load(weak.certificate(), weak.key());
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(weak.certificate() + ": certificate 1, CN=weak.example, has a key of 1000 bits, refused by");
    }

    @Test
    void aKeyThatOthersCanReadIsWarnedOf() throws Exception {
        Path key = copy(good.key(), "open.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));

        load(good.certificate(), key);
        assertThat(warnings)
                .containsExactly("sluice.conf:7: " + key + ": the private key can be read by others (rw-r-----)"
                        + " (expected: a file that only its owner can read)");
    }

    private Identity load(Path certificate, Path key) throws TlsFileException {
        return load(certificate, key, null);
    }

    private Identity load(Path certificate, Path key, Path passwords) throws TlsFileException {
        CertificateConfig config =
                new CertificateConfig(certificate, key, Optional.ofNullable(passwords), "sluice.conf:7");
        return new IdentityLoader(Clock.systemUTC(), warnings::add).load(config);
    }

    private static void refused(ThrowingCallable load, Path path, String found) {
        assertThatThrownBy(load)
                .isInstanceOf(TlsFileException.class)
                .hasMessageStartingWith("sluice.conf:7: " + path + ": ")
                .hasMessageContaining(found)
                .hasMessageEndingWith(")");
    }

    private static Path copy(Path file, String name) throws IOException {
        return write(name, Files.readString(file));
    }

    private static Path write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
