package io.sluice.server.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/** Writes names as OpenSSL does; Java's own form has no words for most kinds of parts. */
final class DistinguishedName {
    /** OpenSSL's short names (objects.txt) of what certificates hold. */
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("2.5.4.3", "CN"),
            Map.entry("2.5.4.4", "SN"),
            Map.entry("2.5.4.5", "serialNumber"),
            Map.entry("2.5.4.6", "C"),
            Map.entry("2.5.4.7", "L"),
            Map.entry("2.5.4.8", "ST"),
            Map.entry("2.5.4.9", "street"),
            Map.entry("2.5.4.10", "O"),
            Map.entry("2.5.4.11", "OU"),
            Map.entry("2.5.4.12", "title"),
            Map.entry("2.5.4.13", "description"),
            Map.entry("2.5.4.15", "businessCategory"),
            Map.entry("2.5.4.16", "postalAddress"),
            Map.entry("2.5.4.17", "postalCode"),
            Map.entry("2.5.4.20", "telephoneNumber"),
            Map.entry("2.5.4.41", "name"),
            Map.entry("2.5.4.42", "GN"),
            Map.entry("2.5.4.43", "initials"),
            Map.entry("2.5.4.44", "generationQualifier"),
            Map.entry("2.5.4.46", "dnQualifier"),
            Map.entry("2.5.4.65", "pseudonym"),
            Map.entry("2.5.4.97", "organizationIdentifier"),
            Map.entry("0.9.2342.19200300.100.1.1", "UID"),
            Map.entry("0.9.2342.19200300.100.1.25", "DC"),
            Map.entry("1.2.840.113549.1.9.1", "emailAddress"),
            Map.entry("1.2.840.113549.1.9.2", "unstructuredName"),
            Map.entry("1.3.6.1.4.1.311.60.2.1.1", "jurisdictionL"),
            Map.entry("1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST"),
            Map.entry("1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC"));

    private DistinguishedName() {}

    /** X509_NAME_print_ex with XN_FLAG_RFC2253: the last part first, commas between. */
    static String rfc2253(X500Principal principal) {
        List<String> parts = new ArrayList<>();
        RDN[] names = X500Name.getInstance(principal.getEncoded()).getRDNs();
        for (int i = names.length - 1; i >= 0; i--) {
            AttributeTypeAndValue[] values = names[i].getTypesAndValues();
            List<String> several = new ArrayList<>();
            for (int j = values.length - 1; j >= 0; j--) {
                several.add(rfc2253(values[j]));
            }
            parts.add(String.join("+", several));
        }
        return String.join(",", parts);
    }

    /** X509_NAME_oneline: a slash before each part. */
    static String oneLine(X500Principal principal) {
        StringBuilder text = new StringBuilder();
        for (RDN name : X500Name.getInstance(principal.getEncoded()).getRDNs()) {
            for (AttributeTypeAndValue value : name.getTypesAndValues()) {
                text.append('/').append(type(value)).append('=');
                for (byte b : content(value.getValue())) {
                    if (b < ' ' || b > '~') {
                        text.append("\\x").append(HexFormat.of().withUpperCase().toHexDigits(b));
                    } else {
                        text.append((char) b);
                    }
                }
            }
        }
        return text.toString();
    }

    private static String type(AttributeTypeAndValue value) {
        String oid = value.getType().getId();
        return SHORT.getOrDefault(oid, oid);
    }

    private static String rfc2253(AttributeTypeAndValue value) {
        String type = type(value);
        if (!SHORT.containsValue(type) || !(value.getValue() instanceof ASN1String string)) {
            return type + "=#" + HexFormat.of().withUpperCase().formatHex(der(value.getValue()));
        }
        byte[] text = string.getString().getBytes(StandardCharsets.UTF_8);
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            boolean special = ",+\"\\<>;".indexOf(b) >= 0
                    || (b == '#' && i == 0)
                    || (b == ' ' && (i == 0 || i == text.length - 1));
            if (special) {
                escaped.append('\\').append((char) b);
            } else if (b < ' ' || b == 0x7f) {
                escaped.append('\\').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                escaped.append((char) b);
            }
        }
        return type + "=" + escaped;
    }

    /** The bytes of the string as they stand in the certificate. */
    private static byte[] content(ASN1Encodable value) {
        if (value instanceof ASN1UTF8String string) {
            return string.getString().getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof ASN1BMPString string) {
            return string.getString().getBytes(StandardCharsets.UTF_16BE);
        }
        return value instanceof ASN1String string
                ? string.getString().getBytes(StandardCharsets.ISO_8859_1)
                : der(value);
    }

    private static byte[] der(ASN1Encodable value) {
        try {
            ASN1Primitive primitive = value.toASN1Primitive();
            return primitive.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("what was decoded can be encoded", e);
        }
    }
}
