package io.sluice.server.tls;

import java.security.cert.X509Certificate;

/** Names certificates in messages. */
final class Subjects {
    private Subjects() {}

    /** The subject; where that is empty, as it may be since names stand elsewhere, those names or the serial number. */
    static String of(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        if (!subject.isEmpty()) {
            return subject;
        }
        String names = String.join(" ", CertificateNames.of(certificate).all());
        return names.isEmpty() ? "number " + certificate.getSerialNumber().toString(16) : names;
    }
}
