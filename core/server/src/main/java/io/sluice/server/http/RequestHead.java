package io.sluice.server.http;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;

/** A complete, valid request head. It never changes; what is to be sent on is edited in a {@link Fields#copy}. */
public final class RequestHead {
    private static final String[] COMMON_METHODS = {"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"};

    private final byte[] bytes;
    private final int targetStart;
    private final int targetEnd;
    private final int minorVersion;
    private final Fields fields;
    private final String method;
    private final String target;
    private final RequestTarget parsed;
    private final String authority;
    private final String host;
    private final long framing;

    /** Checks what concerns the head as a whole; throws as {@link RequestHeadReader#read} says. */
    RequestHead(byte[] bytes, int methodEnd, int targetEnd, int minorVersion, Fields fields, boolean mergeSlashes) {
        this.bytes = bytes;
        this.targetStart = methodEnd + 1;
        this.targetEnd = targetEnd;
        this.minorVersion = minorVersion;
        this.fields = fields;
        this.method = method(bytes, methodEnd);
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw new ProxyException(ErrorKind.METHOD_NOT_ALLOWED, "method " + method);
        }
        this.target = Bytes.string(bytes, targetStart, targetEnd);
        this.parsed = RequestTarget.of(target, method, mergeSlashes);
        String hostField = hostField(fields, minorVersion);
        String hostName = hostField == null ? null : HostName.of(hostField);
        this.authority = parsed.authority() == null ? hostField : parsed.authority();
        this.host = parsed.authority() == null ? hostName : HostName.of(authority);
        this.framing = Framing.of(fields, minorVersion, ErrorKind.BAD_REQUEST);
    }

    /** The method as received. */
    public String method() {
        return method;
    }

    /** The request target as received. */
    public String target() {
        return target;
    }

    /** The request line as received, without its line end: nginx's {@code $request}. */
    public String requestLine() {
        return Bytes.string(bytes, 0, targetEnd + 1 + "HTTP/1.1".length());
    }

    /** 0 for HTTP/1.0, 1 for HTTP/1.1. */
    public int minorVersion() {
        return minorVersion;
    }

    /** {@code HTTP/1.0} or {@code HTTP/1.1}. */
    public String protocol() {
        return minorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }

    /** The header fields as received. */
    public Fields fields() {
        return fields;
    }

    /** The bytes of the head on the wire, its empty line included. */
    public int byteLength() {
        return bytes.length;
    }

    /** The target taken apart. */
    public RequestTarget parsed() {
        return parsed;
    }

    /** {@link RequestTarget#originForm} of the target. */
    public String originForm() {
        return parsed.originForm();
    }

    /**
     * Host and port as received: those of an absolute-form, else the Host field's; null for HTTP/1.0 without Host. RFC 9112
     * section 3.2.2 wants this value in the Host field that is sent on.
     */
    public String authority() {
        return authority;
    }

    /**
     * The host of {@link #authority} as nginx's {@code $host} has it: lower case, without port and without a dot at its
     * end, IPv6 in brackets; null for HTTP/1.0 without Host.
     */
    public String host() {
        return host;
    }

    /** Whether the client wants the connection kept after this exchange (RFC 9112 section 9.3). */
    public boolean keepAlive() {
        return Persistence.keepAlive(fields, minorVersion);
    }

    /** The content length, or a constant of {@link Framing}. */
    long framing() {
        return framing;
    }

    private static String method(byte[] bytes, int end) {
        for (String method : COMMON_METHODS) {
            if (end == method.length() && matches(bytes, method)) {
                return method;
            }
        }
        return Bytes.string(bytes, 0, end).intern();
    }

    private static boolean matches(byte[] bytes, String method) {
        for (int i = 0; i < method.length(); i++) {
            if (bytes[i] != method.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String hostField(Fields fields, int minorVersion) {
        int field = fields.find("Host", 0);
        if (field < 0) {
            if (minorVersion > 0) {
                throw new ProxyException(ErrorKind.BAD_REQUEST, "HTTP/1.1 without a Host field");
            }
            return null;
        }
        if (fields.find("Host", field + 1) >= 0) {
            throw new ProxyException(ErrorKind.BAD_REQUEST, "more than one Host field");
        }
        return fields.value(field);
    }
}
