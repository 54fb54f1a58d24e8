package io.sluice.server.websocket;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.BodyFraming;
import io.sluice.server.http.Fields;
import io.sluice.server.http.RequestHead;
import io.sluice.server.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The opening handshake (RFC 6455 section 4), seen from between the two sides. */
public final class Handshake {
    /** The one version that there is. */
    public static final String VERSION = "13";

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String DEFLATE = "permessage-deflate";
    private static final int KEY_BYTES = 16;

    /** One for each thread: whoever makes one asks all providers. */
    private static final ThreadLocal<MessageDigest> SHA1 = ThreadLocal.withInitial(Handshake::newSha1);

    private Handshake() {}

    /** Whether the request asks for a WebSocket, rightly or not: its Upgrade names {@code websocket}. */
    public static boolean requested(RequestHead request) {
        return request.fields().hasToken("Upgrade", "websocket");
    }

    /**
     * Checks a request for which {@link #requested} is true (section 4.2.1).
     *
     * @throws ProxyException of kind {@link ErrorKind#UNSUPPORTED_VERSION} for a version other than 13, else {@link
     *     ErrorKind#BAD_HANDSHAKE}
     */
    public static void check(RequestHead request) {
        Fields fields = request.fields();
        if (!request.method().equals("GET")) {
            throw bad("method " + request.method() + ", expected GET");
        }
        if (request.minorVersion() == 0) {
            throw bad("HTTP/1.0, expected HTTP/1.1");
        }
        if (!fields.hasToken("Connection", "upgrade")) {
            throw bad("Connection \"" + fields.first("Connection") + "\", expected it to name upgrade");
        }
        if (!requested(request)) {
            throw bad("Upgrade \"" + fields.first("Upgrade") + "\", expected it to name websocket");
        }
        checkVersion(fields.all("Sec-WebSocket-Version"));
        checkKey(fields.all("Sec-WebSocket-Key"));
        if (BodyFraming.forRequest(request).kind() != BodyFraming.Kind.NONE) {
            throw bad("a request body, expected none");
        }
    }

    /** The Sec-WebSocket-Accept that answers this Sec-WebSocket-Key (section 4.2.2, step 5.4). */
    public static String acceptFor(String key) {
        byte[] joined = (key + MAGIC).getBytes(StandardCharsets.ISO_8859_1);
        return Base64.getEncoder().encodeToString(SHA1.get().digest(joined));
    }

    /**
     * Checks a back end's 101 against the request that was sent to it (section 4.1, from "Once the client's opening
     * handshake has been sent" on).
     *
     * @throws ProxyException of kind {@link ErrorKind#BAD_UPGRADE_RESPONSE}
     */
    public static void checkResponse(RequestHead request, ResponseHead response) {
        Fields fields = response.fields();
        List<String> upgrade = fields.all("Upgrade");
        if (upgrade.size() != 1 || !fields.firstIs("Upgrade", "websocket")) {
            throw badAnswer("Upgrade " + upgrade + ", expected websocket alone");
        }
        if (!fields.hasToken("Connection", "upgrade")) {
            throw badAnswer("Connection " + fields.all("Connection") + ", expected it to name upgrade");
        }
        String expected = acceptFor(request.fields().first("Sec-WebSocket-Key"));
        List<String> accept = fields.all("Sec-WebSocket-Accept");
        if (accept.size() != 1 || !accept.get(0).equals(expected)) {
            throw badAnswer("Sec-WebSocket-Accept " + accept + ", expected " + expected);
        }
        checkProtocol(request, fields.all("Sec-WebSocket-Protocol"));
        checkExtensions(request, fields.all("Sec-WebSocket-Extensions"));
        if (fields.contains("Transfer-Encoding")
                || (fields.contains("Content-Length") && !fields.firstIs("Content-Length", "0"))) {
            throw badAnswer("a 101 that announces a body");
        }
    }

    /**
     * The reserved bits that frames may have after this 101: those of permessage-deflate where that was agreed on, all where
     * another extension was, of which nothing is known.
     *
     * @return as {@link FrameBoundary} takes them
     */
    public static int reservedBits(ResponseHead response) {
        int bits = 0;
        for (String list : response.fields().all("Sec-WebSocket-Extensions")) {
            for (String name : ExtensionNames.of(list)) {
                bits |= name.equals(DEFLATE) ? FrameBoundary.RSV1 : FrameBoundary.RESERVED_BITS;
            }
        }
        return bits;
    }

    private static void checkVersion(List<String> versions) {
        if (versions.size() != 1) {
            throw bad("Sec-WebSocket-Version " + versions + ", expected " + VERSION + " once");
        }
        if (!versions.get(0).equals(VERSION)) {
            throw new ProxyException(
                    ErrorKind.UNSUPPORTED_VERSION,
                    "Sec-WebSocket-Version \"" + versions.get(0) + "\", expected " + VERSION);
        }
    }

    private static void checkKey(List<String> keys) {
        boolean valid = false;
        if (keys.size() == 1) {
            try {
                valid = keys.get(0).length() == 24 && Base64.getDecoder().decode(keys.get(0)).length == KEY_BYTES;
            } catch (IllegalArgumentException notBase64) {
                valid = false;
            }
        }
        if (!valid) {
            throw bad("Sec-WebSocket-Key " + keys + ", expected " + KEY_BYTES + " bytes in base64, once");
        }
    }

    private static void checkProtocol(RequestHead request, List<String> chosen) {
        if (chosen.isEmpty()) {
            return;
        }
        List<String> offered = request.fields().tokens("Sec-WebSocket-Protocol");
        if (chosen.size() != 1 || !offered.contains(chosen.get(0))) {
            throw badAnswer("Sec-WebSocket-Protocol " + chosen + ", expected one of " + offered);
        }
    }

    private static void checkExtensions(RequestHead request, List<String> chosen) {
        if (chosen.isEmpty()) {
            return;
        }
        Set<String> offered = new HashSet<>();
        for (String list : request.fields().all("Sec-WebSocket-Extensions")) {
            offered.addAll(ExtensionNames.of(list));
        }
        for (String list : chosen) {
            for (String name : ExtensionNames.of(list)) {
                if (!offered.contains(name)) {
                    throw badAnswer("Sec-WebSocket-Extensions names " + name + ", expected some of " + offered);
                }
            }
        }
    }

    private static MessageDigest newSha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static ProxyException bad(String message) {
        return new ProxyException(ErrorKind.BAD_HANDSHAKE, message);
    }

    private static ProxyException badAnswer(String message) {
        return new ProxyException(ErrorKind.BAD_UPGRADE_RESPONSE, message);
    }
}
