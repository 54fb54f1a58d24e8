package io.sluice.server.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Function;

/** What nginx's variables say of a certificate, in its and OpenSSL's forms. Pure functions. */
public final class CertificateText {
    private static final int LINE = 64;
    private static final int SERIAL_LINE = 70;
    private static final long SECONDS_PER_DAY = 86_400;

    /** Tag [0] before a version (RFC 5280, section 4.1), which the first version's certificates lack. */
    private static final int VERSION = 0xa0;

    /** Places in the body behind the version. */
    private static final int ISSUER = 2;

    private static final int VALIDITY = 3;

    private static final int SUBJECT = 4;

    /** Where the fraction of a second begins in a GeneralizedTime. */
    private static final int FRACTION = 14;

    private CertificateText() {}

    /**
     * The subject as RFC 2253 writes it ($ssl_client_s_dn): {@code CN=client,O=Example}. ASCII only: the bytes of other
     * characters in UTF-8 stand as {@code \C3\A4}. Empty where the certificate has none, and where its name is not DER.
     */
    public static String subject(X509Certificate certificate) {
        return name(encoded(certificate), SUBJECT, DistinguishedName::rfc2253);
    }

    /** The issuer as RFC 2253 writes it ($ssl_client_i_dn). */
    public static String issuer(X509Certificate certificate) {
        return name(encoded(certificate), ISSUER, DistinguishedName::rfc2253);
    }

    /**
     * The subject with slashes ($ssl_client_s_dn_legacy): {@code /O=Example/CN=client}. ASCII only: other bytes stand as
     * they lie in the certificate, {@code \xE4}.
     */
    public static String subjectLegacy(X509Certificate certificate) {
        return name(encoded(certificate), SUBJECT, DistinguishedName::oneLine);
    }

    /** The issuer with slashes ($ssl_client_i_dn_legacy). */
    public static String issuerLegacy(X509Certificate certificate) {
        return name(encoded(certificate), ISSUER, DistinguishedName::oneLine);
    }

    /**
     * The serial number in hexadecimal capitals, two for each byte ($ssl_client_serial). A backslash and a line feed follow
     * every 35 bytes where more do, as i2a_ASN1_INTEGER(3) puts them; RFC 5280 allows 20 bytes.
     */
    public static String serial(X509Certificate certificate) {
        String digits = certificate.getSerialNumber().abs().toString(16).toUpperCase(Locale.ROOT);
        StringBuilder text = new StringBuilder(digits.length() % 2 == 0 ? digits : "0" + digits);
        for (int at = (text.length() - 1) / SERIAL_LINE * SERIAL_LINE; at > 0; at -= SERIAL_LINE) {
            text.insert(at, "\\\n");
        }
        return certificate.getSerialNumber().signum() < 0 ? "-" + text : text.toString();
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
        return time(certificate, certificate.getNotBefore(), 0);
    }

    /** The last moment at which it is valid ($ssl_client_v_end). */
    public static String validUntil(X509Certificate certificate) {
        return time(certificate, certificate.getNotAfter(), 1);
    }

    /** Whole days from the second of {@code now} until it ends, 0 after that ($ssl_client_v_remain). */
    public static long daysLeft(X509Certificate certificate, Instant now) {
        long seconds = certificate.getNotAfter().toInstant().getEpochSecond() - now.getEpochSecond();
        return Math.max(0, seconds / SECONDS_PER_DAY);
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

    /**
     * From the bytes of the certificate: Java's X500Principal puts attributes that stand side by side into order. What Java
     * takes though it is not DER, in a certificate of no sound authority, has no text.
     */
    static String name(byte[] certificate, int place, Function<Der, String> form) {
        try {
            return form.apply(part(certificate, place));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** ASN1_TIME_print(3): in UTC, with the fraction as it stands. */
    private static String time(X509Certificate certificate, Date date, int index) {
        String encoded = encodedTime(encoded(certificate), index);
        int digits = FRACTION;
        if (encoded.length() > FRACTION && encoded.charAt(FRACTION) == '.') {
            do {
                digits++;
            } while (digits < encoded.length() && Character.isDigit(encoded.charAt(digits)));
        }
        ZonedDateTime utc = date.toInstant().atZone(ZoneOffset.UTC);
        return String.format(
                Locale.ROOT,
                "%s %2d %02d:%02d:%02d%s %d GMT",
                utc.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
                utc.getDayOfMonth(),
                utc.getHour(),
                utc.getMinute(),
                utc.getSecond(),
                encoded.substring(Math.min(FRACTION, encoded.length()), Math.min(digits, encoded.length())),
                utc.getYear());
    }

    /** As it stands in the certificate; of one that is not DER, nothing. */
    private static String encodedTime(byte[] certificate, int index) {
        try {
            byte[] text = part(certificate, VALIDITY).part(index).value();
            return new String(text, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Der part(byte[] certificate, int place) {
        Der body = Der.of(certificate).part(0);
        return body.part(body.part(0).tag() == VERSION ? place + 1 : place);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was decoded can be encoded", e);
        }
    }
}
