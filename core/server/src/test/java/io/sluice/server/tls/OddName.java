package io.sluice.server.tls;

import static io.sluice.server.tls.DerText.BMP;
import static io.sluice.server.tls.DerText.IA5;
import static io.sluice.server.tls.DerText.NUMERIC;
import static io.sluice.server.tls.DerText.PRINTABLE;
import static io.sluice.server.tls.DerText.SEQUENCE;
import static io.sluice.server.tls.DerText.T61;
import static io.sluice.server.tls.DerText.UNIVERSAL;
import static io.sluice.server.tls.DerText.UTF8;
import static io.sluice.server.tls.DerText.attribute;
import static io.sluice.server.tls.DerText.cn;
import static io.sluice.server.tls.DerText.der;
import static io.sluice.server.tls.DerText.hex;
import static io.sluice.server.tls.DerText.name;
import static io.sluice.server.tls.DerText.set;
import static io.sluice.server.tls.DerText.utf8;

import java.util.List;
import java.util.stream.Stream;

/**
 * A name in DER and its two texts, which {@code openssl x509 -subject} printed with {@code -nameopt RFC2253} and with
 * {@code -nameopt compat}.
 */
final class OddName {
    private static final String C = "2.5.4.6";
    private static final String O = "2.5.4.10";
    private static final String OU = "2.5.4.11";
    private static final String CN = "2.5.4.3";
    private static final String UID = "0.9.2342.19200300.100.1.1";

    private final String what;
    private final byte[] encoded;
    private final String rfc2253;
    private final String legacy;

    private OddName(String what, byte[] encoded, String rfc2253, String legacy) {
        this.what = what;
        this.encoded = encoded;
        this.rfc2253 = rfc2253;
        this.legacy = legacy;
    }

    byte[] encoded() {
        return encoded;
    }

    String rfc2253() {
        return rfc2253;
    }

    String legacy() {
        return legacy;
    }

    static List<OddName> all() {
        return Stream.of(order(), escapes(), kinds(), identifiers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<OddName> order() {
        return List.of(
                new OddName("none", name(), "", ""),
                new OddName("one", name(cn("client")), "CN=client", "/CN=client"),
                new OddName(
                        "several",
                        name(set(attribute(C, der(PRINTABLE, hex("4445")))), set(utf8(O, "Example")), cn("client")),
                        "CN=client,O=Example,C=DE",
                        "/C=DE/O=Example/CN=client"),
                new OddName(
                        "side by side",
                        name(set(utf8(O, "Example"), utf8(OU, "x")), set(utf8(CN, "a"), utf8(UID, "b"))),
                        "UID=b+CN=a,OU=x+O=Example",
                        "/O=Example+OU=x/CN=a+UID=b"),
                new OddName(
                        "side by side, not in DER's order",
                        name(set(utf8(UID, "b"), utf8(CN, "a")), cn("z")),
                        "CN=z,CN=a+UID=b",
                        "/UID=b+CN=a/CN=z"),
                new OddName(
                        "three side by side",
                        name(set(utf8(CN, "a"), utf8(CN, "b"), utf8(CN, "c"))),
                        "CN=c+CN=b+CN=a",
                        "/CN=a+CN=b+CN=c"),
                new OddName("an empty set between", name(cn("a"), set(), cn("b")), "CN=b,CN=a", "/CN=a/CN=b"),
                new OddName("only an empty set", name(set()), "", ""),
                new OddName("the same twice", name(cn("a"), cn("a")), "CN=a,CN=a", "/CN=a/CN=a"));
    }

    private static List<OddName> escapes() {
        return List.of(
                new OddName("slashes and plus signs", name(cn("a/b+c")), "CN=a/b\\+c", "/CN=a\\/b\\+c"),
                new OddName(
                        "what looks like another attribute",
                        name(cn("a/CN=b,CN=c+O=d")),
                        "CN=a/CN=b\\,CN=c\\+O=d",
                        "/CN=a\\/CN=b,CN=c\\+O=d"),
                new OddName(
                        "all that RFC 2253 escapes",
                        name(cn(",+\"\\<>;=")),
                        "CN=\\,\\+\\\"\\\\\\<\\>\\;=",
                        "/CN=,\\+\"\\<>;="),
                new OddName("a hash at both ends", name(cn("#a#")), "CN=\\#a#", "/CN=#a#"),
                new OddName("a hash alone", name(cn("#")), "CN=#", "/CN=#"),
                new OddName("spaces at both ends", name(cn("  a b  ")), "CN=\\  a b \\ ", "/CN=  a b  "),
                new OddName("one space", name(cn(" ")), "CN=\\ ", "/CN= "),
                new OddName("two spaces", name(cn("  ")), "CN=\\ \\ ", "/CN=  "),
                new OddName("an empty value", name(cn("")), "CN=", "/CN="),
                new OddName("empty values side by side", name(set(utf8(CN, ""), utf8(O, ""))), "O=+CN=", "/CN=+O="),
                new OddName(
                        "controls",
                        name(cn("\0a\t\r\n\u001b\u007f")),
                        "CN=\\00a\\09\\0D\\0A\\1B\\7F",
                        "/CN=\\x00a\\x09\\x0D\\x0A\\x1B\\x7F"),
                new OddName(
                        "quotes of logs and JSON",
                        name(cn("'\"$`{}[]()&%~^*!?@|:")),
                        "CN='\\\"$`{}[]()&%~^*!?@|:",
                        "/CN='\"$`{}[]()&%~^*!?@|:"));
    }

    private static List<OddName> kinds() {
        return List.of(
                new OddName("UTF-8 of two bytes", name(cn("J\u00e4ger")), "CN=J\\C3\\A4ger", "/CN=J\\xC3\\xA4ger"),
                new OddName(
                        "UTF-8 of three and four bytes",
                        name(cn("\u20ac\ud83d\ude00")),
                        "CN=\\E2\\82\\AC\\F0\\9F\\98\\80",
                        "/CN=\\xE2\\x82\\xAC\\xF0\\x9F\\x98\\x80"),
                new OddName(
                        "T61 as Latin-1",
                        name(cn(T61, hex("4a e4 67 65 72 80"))),
                        "CN=J\\C3\\A4ger\\C2\\80",
                        "/CN=J\\xE4ger\\x80"),
                new OddName(
                        "PrintableString with what it forbids",
                        name(cn(PRINTABLE, hex("2a e4 5f 00"))),
                        "CN=*\\C3\\A4_\\00",
                        "/CN=*\\xE4_\\x00"),
                new OddName(
                        "IA5String with a byte above it",
                        name(cn(IA5, hex("61 40 ff"))),
                        "CN=a@\\C3\\BF",
                        "/CN=a@\\xFF"),
                new OddName("NumericString", name(cn(NUMERIC, hex("30 20 31 20"))), "CN=0 1\\ ", "/CN=0 1 "),
                new OddName(
                        "BMPString",
                        name(cn(BMP, hex("0041 00e4 20ac 002b 002f"))),
                        "CN=A\\C3\\A4\\E2\\82\\AC\\+/",
                        "/CN=\\x00A\\x00\\xE4 \\xAC\\x00\\+\\x00\\/"),
                new OddName(
                        "BMPString with a hash first and a space last",
                        name(cn(BMP, hex("0023 0023 0020"))),
                        "CN=\\##\\ ",
                        "/CN=\\x00#\\x00#\\x00 "),
                new OddName(
                        "BMPString with a NUL",
                        name(cn(BMP, hex("0000 0061 0000"))),
                        "CN=\\00a\\00",
                        "/CN=\\x00\\x00\\x00a\\x00\\x00"),
                new OddName("BMPString without characters", name(cn(BMP, hex(""))), "CN=", "/CN="),
                new OddName(
                        "UniversalString",
                        name(cn(UNIVERSAL, hex("00000041 000000e4 0001f600 0000002c"))),
                        "CN=A\\C3\\A4\\F0\\9F\\98\\80\\,",
                        "/CN=\\x00\\x00\\x00A\\x00\\x00\\x00\\xE4\\x00\\x01\\xF6\\x00\\x00\\x00\\x00,"),
                new OddName(
                        "BIT STRING",
                        name(cn(3, hex("04 a5f0")), cn("a")),
                        "CN=a,CN=#030304A5F0",
                        "/CN=\\xA5\\xF0/CN=a"),
                new OddName(
                        "BIT STRING with spare bits set",
                        name(cn(3, hex("04 a5ff"))),
                        "CN=#030304A5F0",
                        "/CN=\\xA5\\xF0"),
                new OddName("BIT STRING without bits", name(cn(3, hex("00"))), "CN=#030100", "/CN="),
                new OddName(
                        "SEQUENCE",
                        name(set(attribute("2.5.4.16", der(SEQUENCE, der(UTF8, hex("612f")))))),
                        "postalAddress=#30040C02612F",
                        "/postalAddress=0\\x04\\x0C\\x02a\\/"),
                new OddName(
                        "long",
                        name(cn("x".repeat(300) + "/")),
                        "CN=" + "x".repeat(300) + "/",
                        "/CN=" + "x".repeat(300) + "\\/"));
    }

    private static List<OddName> identifiers() {
        return List.of(
                new OddName(
                        "unknown",
                        name(set(utf8("1.2.3.4.5", "a/b")), cn("c")),
                        "CN=c,1.2.3.4.5=#0C03612F62",
                        "/1.2.3.4.5=a\\/b/CN=c"),
                new OddName(
                        "unknown beside a known one",
                        name(set(utf8(CN, "a"), utf8("1.3.6.1.4.1.99999.1", "\u00e4"))),
                        "1.3.6.1.4.1.99999.1=#0C02C3A4+CN=a",
                        "/CN=a+1.3.6.1.4.1.99999.1=\\xC3\\xA4"),
                new OddName(
                        "unknown with a BMPString",
                        name(set(attribute("2.999.1", der(BMP, hex("0041 00e4"))))),
                        "2.999.1=#1E04004100E4",
                        "/2.999.1=\\x00A\\x00\\xE4"),
                new OddName(
                        "of a large number",
                        name(set(utf8("2.25.329800735698586629295641978511506172918", "a"))),
                        "2.25.329800735698586629295641978511506172918=#0C0161",
                        "/2.25.329800735698586629295641978511506172918=a"),
                new OddName(
                        "of more digits than OpenSSL keeps",
                        name(set(utf8(
                                "2.25.329800735698586629295641978511506172918.329800735698586629295641978511506172918.7",
                                "a"))),
                        "2.25.329800735698586629295641978511506172918.3298007356985866292956419785115061=#0C0161",
                        "/2.25.329800735698586629295641978511506172918.3298007356985866292956419785115061=a"),
                new OddName(
                        "of each root",
                        name(
                                set(utf8("0.39.1", "a")),
                                set(utf8("1.39.1", "b")),
                                set(utf8("2.39.1", "c")),
                                set(utf8("2.47.1", "d"))),
                        "2.47.1=#0C0164,2.39.1=#0C0163,1.39.1=#0C0162,0.39.1=#0C0161",
                        "/0.39.1=a/1.39.1=b/2.39.1=c/2.47.1=d"),
                new OddName(
                        "of 586 bytes",
                        name(set(der(SEQUENCE, der(6, hex("2a" + "01".repeat(585))), der(UTF8, hex("61"))))),
                        "1.2.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1=#0C0161",
                        "/1.2.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1=a"),
                new OddName(
                        "of 587 bytes",
                        name(set(der(SEQUENCE, der(6, hex("2a" + "01".repeat(586))), der(UTF8, hex("61"))))),
                        "=#0C0161",
                        "/=a"),
                new OddName(
                        "mail addresses",
                        name(
                                set(attribute("1.2.840.113549.1.9.1", der(IA5, hex("614062")))),
                                set(attribute("0.9.2342.19200300.100.1.3", der(IA5, hex("63"))))),
                        "mail=c,emailAddress=a@b",
                        "/emailAddress=a@b/mail=c"),
                new OddName(
                        "of extended validation",
                        name(
                                set(utf8("1.3.6.1.4.1.311.60.2.1.3", "DE")),
                                set(utf8("2.5.4.15", "b")),
                                set(utf8("2.5.4.5", "1")),
                                set(utf8("2.5.4.97", "NTRDE-1"))),
                        "organizationIdentifier=NTRDE-1,serialNumber=1,businessCategory=b,jurisdictionC=DE",
                        "/jurisdictionC=DE/businessCategory=b/serialNumber=1/organizationIdentifier=NTRDE-1"),
                new OddName(
                        "a user and a unique identifier",
                        name(
                                set(utf8("0.9.2342.19200300.100.1.44", "a")),
                                set(utf8(UID, "b")),
                                set(attribute("2.5.4.45", der(3, hex("00ff"))))),
                        "x500UniqueIdentifier=#030200FF,UID=b,uid=a",
                        "/uid=a/UID=b/x500UniqueIdentifier=\\xFF"));
    }

    @Override
    public String toString() {
        return what;
    }
}
