package io.sluice.server.http;

import java.nio.charset.StandardCharsets;

/** The reason phrases of the IANA status code registry, in nginx's spelling where it has one of its own. */
final class Reasons {
    private static final int STATUSES = 1000;
    private static final String[] PHRASES = new String[STATUSES];
    private static final byte[][] STATUS_LINES = new byte[STATUSES][];

    static {
        String[] table = {
            "100 Continue",
            "101 Switching Protocols",
            "102 Processing",
            "103 Early Hints",
            "200 OK",
            "201 Created",
            "202 Accepted",
            "203 Non-Authoritative Information",
            "204 No Content",
            "205 Reset Content",
            "206 Partial Content",
            "207 Multi-Status",
            "208 Already Reported",
            "226 IM Used",
            "300 Multiple Choices",
            "301 Moved Permanently",
            "302 Moved Temporarily",
            "303 See Other",
            "304 Not Modified",
            "305 Use Proxy",
            "307 Temporary Redirect",
            "308 Permanent Redirect",
            "400 Bad Request",
            "401 Unauthorized",
            "402 Payment Required",
            "403 Forbidden",
            "404 Not Found",
            "405 Not Allowed",
            "406 Not Acceptable",
            "407 Proxy Authentication Required",
            "408 Request Time-out",
            "409 Conflict",
            "410 Gone",
            "411 Length Required",
            "412 Precondition Failed",
            "413 Request Entity Too Large",
            "414 Request-URI Too Large",
            "415 Unsupported Media Type",
            "416 Requested Range Not Satisfiable",
            "417 Expectation Failed",
            "421 Misdirected Request",
            "422 Unprocessable Content",
            "423 Locked",
            "424 Failed Dependency",
            "425 Too Early",
            "426 Upgrade Required",
            "428 Precondition Required",
            "429 Too Many Requests",
            "431 Request Header Fields Too Large",
            "451 Unavailable For Legal Reasons",
            "500 Internal Server Error",
            "501 Not Implemented",
            "502 Bad Gateway",
            "503 Service Temporarily Unavailable",
            "504 Gateway Time-out",
            "505 HTTP Version Not Supported",
            "506 Variant Also Negotiates",
            "507 Insufficient Storage",
            "508 Loop Detected",
            "510 Not Extended",
            "511 Network Authentication Required",
        };
        for (String line : table) {
            int status = Integer.parseInt(line.substring(0, 3));
            PHRASES[status] = line.substring(4);
            STATUS_LINES[status] = ("HTTP/1.1 " + line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private Reasons() {}

    /** The phrase; empty when the registry has none. */
    static String of(int status) {
        String phrase = status >= 0 && status < STATUSES ? PHRASES[status] : null;
        return phrase == null ? "" : phrase;
    }

    /** The whole line with its CR LF when this is the status's own phrase, else null. */
    static byte[] statusLine(int status, String reason) {
        return status >= 0 && status < STATUSES && reason.equals(PHRASES[status]) ? STATUS_LINES[status] : null;
    }

    static boolean isStandard(byte[] bytes, int start, int end, int status) {
        String phrase = of(status);
        if (end - start != phrase.length()) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] != phrase.charAt(i - start)) {
                return false;
            }
        }
        return true;
    }
}
