package io.sluice.testkit.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs certificates.
 *
 * @param certificate the authority's own
 * @param key its key
 * @param kind the kind of its key
 */
record Issuer(X509Certificate certificate, PrivateKey key, Key kind) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static Issuer root(String name, Key kind) {
        KeyPair pair = kind.generate();
        Order order = Order.authority(name, kind);
        return new Issuer(signed(order, pair.getPublic(), null, pair.getPrivate(), kind), pair.getPrivate(), kind);
    }

    static X509Certificate selfSigned(Order order, KeyPair pair) {
        return signed(order, pair.getPublic(), null, pair.getPrivate(), order.key());
    }

    X509Certificate issue(Order order, PublicKey subject) {
        return signed(order, subject, certificate, key, kind);
    }

    X509CRL crl(Instant issued, Instant next, List<X509Certificate> revoked) {
        try {
            JcaX509v2CRLBuilder list = new JcaX509v2CRLBuilder(certificate, Date.from(issued));
            list.setNextUpdate(Date.from(next));
            for (X509Certificate one : revoked) {
                list.addCRLEntry(one.getSerialNumber(), Date.from(issued), CRLReason.keyCompromise);
            }
            return new JcaX509CRLConverter()
                    .getCRL(list.build(new JcaContentSignerBuilder(kind.signature()).build(key)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where there is no issuer, it signs itself. */
    private static X509Certificate signed(
            Order order, PublicKey subject, X509Certificate issuer, PrivateKey key, Key kind) {
        X500Principal own = new X500Principal("CN=" + order.names().get(0));
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer == null ? own : issuer.getSubjectX500Principal(),
                    new BigInteger(64, RANDOM).setBit(64),
                    Date.from(order.notBefore()),
                    Date.from(order.notAfter()),
                    own,
                    subject);
            extend(builder, order, subject, issuer);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(kind.signature()).build(key)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void extend(
            JcaX509v3CertificateBuilder builder, Order order, PublicKey subject, X509Certificate issuer)
            throws IOException, GeneralSecurityException {
        JcaX509ExtensionUtils keys = new JcaX509ExtensionUtils();
        boolean authority = order.usage() == Order.Usage.AUTHORITY;
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(Extension.subjectKeyIdentifier, false, keys.createSubjectKeyIdentifier(subject));
        if (issuer != null) {
            builder.addExtension(Extension.authorityKeyIdentifier, false, keys.createAuthorityKeyIdentifier(issuer));
        }
        if (authority) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return;
        }
        KeyPurposeId purpose =
                order.usage() == Order.Usage.CLIENT ? KeyPurposeId.id_kp_clientAuth : KeyPurposeId.id_kp_serverAuth;
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        GeneralName[] names = order.names().stream().map(Issuer::name).toArray(GeneralName[]::new);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    private static GeneralName name(String text) {
        boolean address = text.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, text);
    }
}
