package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.CertificateConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form of file that openssl writes, and that OpenSSL reads, is read. */
class IdentityFormsTest {
    private static final String SELF_SIGN = "openssl req -x509 -new -subj /CN=a.example -days 30";
    private static final String LEGACY = "-provider legacy -provider default";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        OpenSsl.assume();
        OpenSsl.run(
                folder,
                "printf 'not this one\\n\\nhidden\\nn\\303\\266t ascii\\n' > passwords;"
                        + "printf 'wrong\\r\\nhidden\\r\\n' > crlf-passwords;"
                        + "openssl genrsa 2048 > rsa;"
                        + "openssl ecparam -name prime256v1 -genkey > ec;"
                        + "openssl ecparam -name secp384r1 -genkey -noout > ec384;"
                        + "openssl genpkey -algorithm ed25519 > ed25519;"
                        + "openssl genpkey -algorithm ed448 > ed448;"
                        + "openssl genpkey -algorithm rsa-pss > pss;"
                        + "openssl genpkey -genparam -algorithm DH -pkeyopt group:ffdhe2048 > dh;"
                        + "for key in rsa ec ec384 ed25519 ed448 pss; do "
                        + SELF_SIGN + " -key $key > $key.pem; done; chmod 600 *");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PKCS#8 RSA, RSA, rsa, cat rsa",
        "PKCS#1 RSA, RSA, rsa, openssl rsa -in rsa -traditional",
        "PKCS#8 RSASSA-PSS, RSASSA-PSS, pss, cat pss",
        "SEC1 EC after EC PARAMETERS, EC, ec, cat ec",
        "SEC1 EC alone, EC, ec384, cat ec384",
        "PKCS#8 EC, EC, ec, openssl pkcs8 -topk8 -nocrypt -in ec",
        "Ed25519, EdDSA, ed25519, cat ed25519",
        "Ed448, EdDSA, ed448, cat ed448",
        "text and DH PARAMETERS before, RSA, rsa, openssl rsa -in rsa -text; cat dh; openssl rsa -in rsa",
        "DH PARAMETERS and certificate first, EC, ec, cat dh ec.pem ec",
        "CRLF line ends, RSA, rsa, sed 's/$/\\r/' rsa",
        "spaces at the ends of lines, RSA, rsa, sed 's/$/ \t /' rsa",
        "byte order mark, RSA, rsa, printf '\\357\\273\\277'; cat rsa",
        "no line end at the end, EC, ec384, printf %s \"$(cat ec384)\"",
    })
    void aPlainKeyIsRead(String form, String keyType, String pair, String command) throws Exception {
        Identity identity = load(pair, command, Optional.empty());

        assertThat(identity.keyType()).isEqualTo(keyType);
        assertThat(identity.key().getAlgorithm()).isEqualTo(keyType);
        assertThat(identity.names()).containsExactly("a.example");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PKCS#1 AES-256, rsa, openssl rsa -in rsa -traditional -aes256 -passout pass:hidden",
        "PKCS#1 AES-128, rsa, openssl rsa -in rsa -traditional -aes128 -passout pass:hidden",
        "PKCS#1 triple DES, rsa, openssl rsa -in rsa -traditional -des3 -passout pass:hidden",
        "PKCS#1 not ASCII, rsa, openssl rsa -in rsa -traditional -aes256 -passout file:not-ascii",
        "SEC1 AES-128, ec, openssl ec -in ec -aes128 -passout pass:hidden",
        "PBES2 AES-256, rsa, openssl pkcs8 -topk8 -in rsa -v2 aes256 -passout pass:hidden",
        "PBES2 not ASCII, rsa, openssl pkcs8 -topk8 -in rsa -v2 aes256 -passout file:not-ascii",
        "PBES2 AES-128 SHA-1, ec, openssl pkcs8 -topk8 -in ec -v2 aes128 -v2prf hmacWithSHA1 -passout pass:hidden",
        "PBES2 AES-256 SHA-512, ec, openssl pkcs8 -topk8 -in ec -v2 aes256 -v2prf hmacWithSHA512 -passout pass:hidden",
        "PBES2 triple DES, ec, openssl pkcs8 -topk8 -in ec -v2 des3 -passout pass:hidden",
        "PBES2 scrypt, ec, openssl pkcs8 -topk8 -in ec -scrypt -passout pass:hidden",
        "PBES2 Ed25519, ed25519, openssl pkcs8 -topk8 -in ed25519 -passout pass:hidden",
        "PBES1 MD5 DES, rsa, openssl pkcs8 -topk8 -in rsa -v1 PBE-MD5-DES -passout pass:hidden " + LEGACY,
        "PBES1 SHA-1 DES, rsa, openssl pkcs8 -topk8 -in rsa -v1 PBE-SHA1-DES -passout pass:hidden " + LEGACY,
        "PBES1 SHA-1 3DES, rsa, openssl pkcs8 -topk8 -in rsa -v1 PBE-SHA1-3DES -passout pass:hidden " + LEGACY,
        "PBES1 SHA-1 RC2-40, ec, openssl pkcs8 -topk8 -in ec -v1 PBE-SHA1-RC2-40 -passout pass:hidden " + LEGACY,
    })
    void anEncryptedKeyIsReadWithAnyOfThePasswords(String form, String pair, String command) throws Exception {
        Files.writeString(folder.resolve("not-ascii"), "n\u00f6t ascii\n");

        assertThat(load(pair, command, Optional.of("passwords")).key()).isNotNull();
    }

    @Test
    void passwordsMayStandOnLinesThatEndAsOnWindows() throws Exception {
        String command = "openssl pkcs8 -topk8 -in ec -passout pass:hidden";

        assertThat(load("ec", command, Optional.of("crlf-passwords")).key()).isNotNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "as it comes, passwords, openssl pkcs12 -export -in ec.pem -inkey ec -passout pass:hidden",
        "old algorithms, passwords, openssl pkcs12 -export -legacy -in rsa.pem -inkey rsa -passout pass:hidden",
        "empty password, , openssl pkcs12 -export -in ec.pem -inkey ec -passout pass:",
    })
    void pkcs12IsRead(String form, String passwords, String command) throws Exception {
        Files.writeString(folder.resolve("not-ascii"), "n\u00f6t ascii\n");
        OpenSsl.run(folder, "{ " + command + "; } > both; chmod 600 both");

        Identity identity = load("both", "both", Optional.ofNullable(passwords), new ArrayList<>());
        assertThat(identity.names()).containsExactly("a.example");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "text before, openssl x509 -in ec.pem -text",
        "trusted, openssl x509 -in ec.pem -trustout -addtrust serverAuth",
        "by its old name, sed s/CERTIFICATE/'X509 CERTIFICATE'/ ec.pem",
        "byte order mark and CRLF, printf '\\357\\273\\277'; sed 's/$/\\r/' ec.pem",
        "key and parameters in the same file, cat ec dh ec.pem",
    })
    void aCertificateIsRead(String form, String command) throws Exception {
        OpenSsl.run(folder, "{ " + command + "; } > certificate");

        List<String> warnings = new ArrayList<>();
        assertThat(load("certificate", "ec", Optional.empty(), warnings).chain())
                .hasSize(1);
        assertThat(warnings).isEmpty();
    }

    private static Identity load(String pair, String command, Optional<String> passwords) throws Exception {
        OpenSsl.run(folder, "{ " + command + "; } > key; chmod 600 key");
        List<String> warnings = new ArrayList<>();
        Identity identity = load(pair + ".pem", "key", passwords, warnings);
        assertThat(warnings).isEmpty();
        return identity;
    }

    private static Identity load(String certificate, String key, Optional<String> passwords, List<String> warnings)
            throws Exception {
        return new IdentityLoader(Clock.systemUTC(), warnings::add)
                .load(new CertificateConfig(
                        folder.resolve(certificate),
                        folder.resolve(key),
                        passwords.map(folder::resolve),
                        "sluice.conf:7"));
    }
}
