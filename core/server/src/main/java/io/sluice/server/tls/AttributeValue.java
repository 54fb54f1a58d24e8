package io.sluice.server.tls;

import java.util.Arrays;

/** How OpenSSL sees the value of an attribute, by the number of its ASN.1 kind. Of a malformed one it shows what is there. */
final class AttributeValue {
    private static final int BIT_STRING = 3;
    private static final int UTF8 = 12;
    private static final int SEQUENCE = 0x30;
    private static final int NUMERIC = 18;
    private static final int PRINTABLE = 19;
    private static final int T61 = 20;
    private static final int IA5 = 22;
    private static final int UNIVERSAL = 28;
    private static final int BMP = 30;

    private AttributeValue() {}

    /** Whether its characters are bytes of UTF-8, right or wrong. */
    static boolean isUtf8(Der value) {
        return value.tag() == UTF8;
    }

    /**
     * Its characters, or its bytes where they are UTF-8 already. Null where it is something to dump: no text, or characters
     * that Unicode lacks, for which OpenSSL refuses the certificate; to leave those out would make one name of another.
     */
    static int[] characters(Der value) {
        int width =
                switch (value.tag()) {
                    case UTF8, NUMERIC, PRINTABLE, T61, IA5 -> 1;
                    case BMP -> 2;
                    case UNIVERSAL -> 4;
                    default -> 0;
                };
        byte[] bytes = value.value();
        if (width == 0 || bytes.length % width != 0) {
            return null;
        }
        int[] characters = new int[bytes.length / width];
        for (int i = 0; i < bytes.length; i++) {
            characters[i / width] = (characters[i / width] << 8) | (bytes[i] & 0xff);
        }
        return Arrays.stream(characters).allMatch(AttributeValue::isScalar) ? characters : null;
    }

    /** All of it, the spare bits of a BIT STRING cleared. */
    static byte[] encoded(Der value) {
        byte[] all = value.encoded();
        byte[] content = value.value();
        if (value.tag() == BIT_STRING && content.length > 1) {
            all[all.length - 1] &= (byte) (0xff << (content[0] & 7));
        }
        return all;
    }

    /** What an ASN1_STRING keeps of it: the content; without the count of spare bits; with its tag where it has parts. */
    static byte[] bytes(Der value) {
        byte[] all = encoded(value);
        int length = value.value().length;
        return switch (value.tag()) {
            case SEQUENCE -> all;
            case BIT_STRING -> Arrays.copyOfRange(all, all.length - Math.max(0, length - 1), all.length);
            default -> value.value();
        };
    }

    private static boolean isScalar(int character) {
        return Character.isValidCodePoint(character)
                && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE);
    }
}
