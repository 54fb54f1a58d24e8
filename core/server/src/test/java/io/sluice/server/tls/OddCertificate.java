package io.sluice.server.tls;

import static io.sluice.server.tls.DerText.SEQUENCE;
import static io.sluice.server.tls.DerText.der;
import static io.sluice.server.tls.DerText.hex;
import static io.sluice.server.tls.DerText.oid;

import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Makes clients' certificates of which every byte is the test's own. An authority that nobody knows has signed them.
 */
final class OddCertificate {
    private static final KeyPair OWN = Key.EC.generate();
    private static final KeyPair AUTHORITY = Key.EC.generate();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final byte[] subject;
    private final byte[] issuer;
    private final BigInteger serial;
    private final byte[] notBefore;
    private final byte[] notAfter;

    private OddCertificate(byte[] subject, byte[] issuer, BigInteger serial, byte[] notBefore, byte[] notAfter) {
        this.subject = subject;
        this.issuer = issuer;
        this.serial = serial;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
    }

    /** One with this subject; the rest is plain. */
    static OddCertificate of(byte[] subject) {
        Instant now = Instant.now();
        return new OddCertificate(
                subject,
                DerText.name(DerText.cn("Authority")),
                BigInteger.valueOf(0xbeef),
                time(now.minus(3, ChronoUnit.DAYS)),
                time(now.plus(10, ChronoUnit.DAYS).plus(1, ChronoUnit.HOURS)));
    }

    OddCertificate issuer(byte[] name) {
        return new OddCertificate(subject, name, serial, notBefore, notAfter);
    }

    OddCertificate serial(BigInteger number) {
        return new OddCertificate(subject, issuer, number, notBefore, notAfter);
    }

    /** Valid between two times in DER. */
    OddCertificate valid(byte[] from, byte[] until) {
        return new OddCertificate(subject, issuer, serial, from, until);
    }

    /** GeneralizedTime. */
    static byte[] time(Instant at) {
        return generalized(TIME.format(at));
    }

    static byte[] generalized(String text) {
        return der(24, text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] utcTime(String text) {
        return der(23, text.getBytes(StandardCharsets.US_ASCII));
    }

    X509Certificate x509() throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, oid("1.2.840.10045.4.3.2"));
        byte[] body = der(
                SEQUENCE,
                hex("a003020102"),
                der(2, serial.toByteArray()),
                algorithm,
                issuer,
                der(SEQUENCE, notBefore, notAfter),
                subject,
                OWN.getPublic().getEncoded(),
                // Java wants another name, marked critical, where the subject is empty
                der(0xa3, der(SEQUENCE, der(SEQUENCE, hex("0603551d11 0101ff"), der(4, hex("3003820161"))))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(AUTHORITY.getPrivate());
        signature.update(body);
        byte[] all = der(SEQUENCE, body, algorithm, der(3, new byte[1], signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(all));
    }

    /** The same with its key, for a client to show. It has no files. */
    TestCertificate shown() throws GeneralSecurityException {
        Path none = Path.of("none");
        return new TestCertificate(List.of(x509()), OWN.getPrivate(), none, none);
    }
}
