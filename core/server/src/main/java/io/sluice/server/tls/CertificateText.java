package io.sluice.server.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;

/** What nginx's variables say of a certificate, in its and OpenSSL's forms. Pure functions. */
public final class CertificateText {
    private static final int LINE = 64;

    private CertificateText() {}

    /** The subject as RFC 2253 writes it ($ssl_client_s_dn): {@code CN=client,O=Example}. */
    public static String subject(X509Certificate certificate) {
        return DistinguishedName.rfc2253(certificate.getSubjectX500Principal());
    }

    /** The issuer as RFC 2253 writes it ($ssl_client_i_dn). */
    public static String issuer(X509Certificate certificate) {
        return DistinguishedName.rfc2253(certificate.getIssuerX500Principal());
    }

    /** The subject with slashes ($ssl_client_s_dn_legacy): {@code /O=Example/CN=client}. */
    public static String subjectLegacy(X509Certificate certificate) {
        return DistinguishedName.oneLine(certificate.getSubjectX500Principal());
    }

    /** The issuer with slashes ($ssl_client_i_dn_legacy). */
    public static String issuerLegacy(X509Certificate certificate) {
        return DistinguishedName.oneLine(certificate.getIssuerX500Principal());
    }

    /** The serial number in hexadecimal capitals, two for each byte ($ssl_client_serial). */
    public static String serial(X509Certificate certificate) {
        String digits = certificate.getSerialNumber().abs().toString(16).toUpperCase(Locale.ROOT);
        String even = digits.length() % 2 == 0 ? digits : "0" + digits;
        return certificate.getSerialNumber().signum() < 0 ? "-" + even : even;
    }

    /** SHA-1 of the certificate in hexadecimal digits ($ssl_client_fingerprint). */
    public static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(encoded(certificate)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** The first moment at which it is valid ($ssl_client_v_start): {@code Nov  1 00:00:00 2026 GMT}. */
    public static String validFrom(X509Certificate certificate) {
        return time(certificate.getNotBefore());
    }

    /** The last moment at which it is valid ($ssl_client_v_end). */
    public static String validUntil(X509Certificate certificate) {
        return time(certificate.getNotAfter());
    }

    /** Whole days until it ends, 0 after that ($ssl_client_v_remain). */
    public static long daysLeft(X509Certificate certificate, Instant now) {
        return Math.max(
                0, Duration.between(now, certificate.getNotAfter().toInstant()).toDays());
    }

    /** PEM with a line feed at its end ($ssl_client_raw_cert). */
    public static String pem(X509Certificate certificate) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(encoded(certificate));
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    /** PEM for a header field that goes on over several lines: each but the first begins with a tab ($ssl_client_cert). */
    public static String pemFolded(X509Certificate certificate) {
        String pem = pem(certificate);
        return pem.substring(0, pem.length() - 1).replace("\n", "\n\t");
    }

    /** PEM with percent signs for what URIs do not hold ($ssl_client_escaped_cert). */
    public static String pemEscaped(X509Certificate certificate) {
        StringBuilder text = new StringBuilder();
        for (byte b : pem(certificate).getBytes(StandardCharsets.US_ASCII)) {
            boolean plain = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-';
            if (plain) {
                text.append((char) b);
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return text.toString();
    }

    /** ASN1_TIME_print(3). */
    private static String time(Date date) {
        ZonedDateTime utc = date.toInstant().atZone(ZoneOffset.UTC);
        return String.format(
                Locale.ROOT,
                "%s %2d %02d:%02d:%02d %d GMT",
                utc.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
                utc.getDayOfMonth(),
                utc.getHour(),
                utc.getMinute(),
                utc.getSecond(),
                utc.getYear());
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was decoded can be encoded", e);
        }
    }
}
