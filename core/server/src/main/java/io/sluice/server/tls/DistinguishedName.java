package io.sluice.server.tls;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes names as OpenSSL 3 does. Java's own form has no words for most kinds of attributes, escapes other characters, and
 * puts the attributes that stand side by side into another order.
 */
final class DistinguishedName {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Longer identifiers, in bytes, have no text in OpenSSL (RFC 2578, section 3.5: 128 numbers of 32 bits). */
    private static final int OID_BYTES = 586;

    /** What OpenSSL keeps of an identifier's text. */
    private static final int OID_TEXT = 79;

    private static final int FIRST_ARCS = 40;

    private DistinguishedName() {}

    /**
     * X509_NAME_print_ex with XN_FLAG_RFC2253: the last attribute first, commas between, plus signs between those that stand
     * side by side. All of it is ASCII without controls.
     */
    static String rfc2253(Der name) {
        StringBuilder text = new StringBuilder();
        List<Der> sets = name.parts();
        for (int i = sets.size() - 1; i >= 0; i--) {
            List<Der> attributes = sets.get(i).parts();
            for (int j = attributes.size() - 1; j >= 0; j--) {
                if (!text.isEmpty()) {
                    text.append(j == attributes.size() - 1 ? ',' : '+');
                }
                value2253(attributes.get(j), text);
            }
        }
        return text.toString();
    }

    /** X509_NAME_oneline: a slash before each attribute, or a plus sign before one that stands beside the one before it. */
    static String oneLine(Der name) {
        StringBuilder text = new StringBuilder();
        for (Der set : name.parts()) {
            char before = '/';
            for (Der attribute : set.parts()) {
                String oid = oid(attribute.part(0).value());
                String kind = AttributeNames.of(oid);
                text.append(before).append(kind == null ? oid : kind).append('=');
                for (byte b : AttributeValue.bytes(attribute.part(1))) {
                    if (b == '/' || b == '+') {
                        text.append('\\').append((char) b);
                    } else if (b < ' ' || b > '~') {
                        text.append("\\x").append(HEX.toHexDigits(b));
                    } else {
                        text.append((char) b);
                    }
                }
                before = '+';
            }
        }
        return text.toString();
    }

    private static void value2253(Der attribute, StringBuilder text) {
        String oid = oid(attribute.part(0).value());
        String kind = AttributeNames.of(oid);
        Der value = attribute.part(1);
        int[] characters = AttributeValue.characters(value);
        text.append(kind == null ? oid : kind).append('=');
        if (kind == null || characters == null) {
            text.append('#').append(HEX.formatHex(AttributeValue.encoded(value)));
            return;
        }
        for (int i = 0; i < characters.length; i++) {
            boolean last = i == characters.length - 1;
            escape(characters[i], i == 0 && !last, last, AttributeValue.isUtf8(value), text);
        }
    }

    /** OpenSSL takes the only character for the last, not for the first: a lone {@code #} stands as it is. */
    private static void escape(int character, boolean first, boolean last, boolean utf8, StringBuilder text) {
        boolean special = ",+\"\\<>;".indexOf(character) >= 0
                || (character == '#' && first)
                || (character == ' ' && (first || last));
        if (special) {
            text.append('\\').append((char) character);
        } else if (character >= ' ' && character < 0x7f) {
            text.append((char) character);
        } else if (utf8 || character < 0x80) {
            text.append('\\').append(HEX.toHexDigits((byte) character));
        } else {
            for (byte b : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                text.append('\\').append(HEX.toHexDigits(b));
            }
        }
    }

    /** The numbers of an identifier with dots between (X.690, section 8.19). */
    static String oid(byte[] bytes) {
        if (bytes.length > OID_BYTES) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        BigInteger number = BigInteger.ZERO;
        for (byte b : bytes) {
            number = number.shiftLeft(7).or(BigInteger.valueOf(b & 0x7f));
            if (b < 0) {
                continue;
            }
            if (text.isEmpty()) {
                int root = number.divide(BigInteger.valueOf(FIRST_ARCS))
                        .min(BigInteger.TWO)
                        .intValue();
                text.append(root);
                number = number.subtract(BigInteger.valueOf((long) root * FIRST_ARCS));
            }
            text.append('.').append(number);
            number = BigInteger.ZERO;
        }
        return text.length() > OID_TEXT ? text.substring(0, OID_TEXT) : text.toString();
    }
}
