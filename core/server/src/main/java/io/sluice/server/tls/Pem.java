package io.sluice.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The blocks of a PEM file (RFC 7468, and what OpenSSL reads besides: text around the blocks, any line ends, a byte order
 * mark). Blocks of other kinds are passed over, so that a certificate, its key and DH parameters may share a file.
 */
final class Pem {
    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");
    private static final String CRL = "X509 CRL";

    private Pem() {}

    /** Its certificates, in the order of the file; there is at least one. */
    static List<X509Certificate> certificates(InputFile file) throws TlsFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemObject block : blocks(file)) {
            if (CERTIFICATES.contains(block.getType())) {
                int number = certificates.size() + 1;
                try {
                    certificates.add((X509Certificate) factory().generateCertificate(content(block)));
                } catch (CertificateException | RuntimeException e) {
                    throw file.refuse(
                            "certificate " + number + " cannot be read: " + Reasons.of(e), "an X.509 certificate");
                }
            }
        }
        if (certificates.isEmpty()) {
            throw file.refuse("no certificate inside" + kinds(file), "PEM with BEGIN CERTIFICATE");
        }
        return certificates;
    }

    /** Its lists of revoked certificates; there is at least one. */
    static List<X509CRL> crls(InputFile file) throws TlsFileException {
        List<X509CRL> crls = new ArrayList<>();
        for (PemObject block : blocks(file)) {
            if (block.getType().equals(CRL)) {
                try {
                    crls.add((X509CRL) factory().generateCRL(content(block)));
                } catch (GeneralSecurityException | RuntimeException e) {
                    throw file.refuse(
                            "list " + (crls.size() + 1) + " cannot be read: " + Reasons.of(e), "an X.509 CRL");
                }
            }
        }
        if (crls.isEmpty()) {
            throw file.refuse("no list of revoked certificates inside" + kinds(file), "PEM with BEGIN X509 CRL");
        }
        return crls;
    }

    /** What there is, for messages: empty, or {@code , but DH PARAMETERS}. */
    static String kinds(InputFile file) throws TlsFileException {
        List<String> kinds =
                blocks(file).stream().map(PemObject::getType).distinct().toList();
        return kinds.isEmpty() ? "" : ", but " + String.join(", ", kinds);
    }

    /** Blocks of every kind. */
    static List<PemObject> blocks(InputFile file) throws TlsFileException {
        List<PemObject> blocks = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(file.text()))) {
            for (PemObject block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                blocks.add(block);
            }
            return blocks;
        } catch (IOException | RuntimeException e) {
            throw file.refuse(
                    "PEM block " + (blocks.size() + 1) + " is broken: " + Reasons.of(e), "BEGIN, base64, END");
        }
    }

    private static InputStream content(PemObject block) {
        return new ByteArrayInputStream(block.getContent());
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }
}
