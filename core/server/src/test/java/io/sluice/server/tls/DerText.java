package io.sluice.server.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** Writes DER byte by byte, so that a test can write what a library that knows better would refuse or put in order. */
final class DerText {
    static final int UTF8 = 12;
    static final int NUMERIC = 18;
    static final int PRINTABLE = 19;
    static final int T61 = 20;
    static final int IA5 = 22;
    static final int UNIVERSAL = 28;
    static final int BMP = 30;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private DerText() {}

    /** A value of this tag. */
    static byte[] der(int tag, byte[]... parts) {
        byte[] content = join(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] oid(String numbers) {
        try {
            return new ASN1ObjectIdentifier(numbers).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** A name of these sets. */
    static byte[] name(byte[]... sets) {
        return der(SEQUENCE, sets);
    }

    /** Attributes that stand side by side, in the order given. */
    static byte[] set(byte[]... attributes) {
        return der(SET, attributes);
    }

    static byte[] attribute(String oid, byte[] value) {
        return der(SEQUENCE, oid(oid), value);
    }

    /** A set of a common name of this kind of string. */
    static byte[] cn(int tag, byte[] content) {
        return set(attribute("2.5.4.3", der(tag, content)));
    }

    /** The same with this text in UTF-8. */
    static byte[] cn(String text) {
        return cn(UTF8, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] utf8(String oid, String text) {
        return attribute(oid, der(UTF8, text.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
