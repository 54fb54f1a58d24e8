package io.sluice.nginx.value;

/** Addresses of back ends as nginx takes them apart (ngx_parse_url). */
public final class UpstreamAddress {
    private static final String UNIX = "unix:";
    private static final long GREATEST_PORT = 65_535;

    private UpstreamAddress() {}

    /**
     * Checks {@code host}, {@code host:port}, {@code [::1]:port} or {@code unix:/path}.
     *
     * @param withUri whether a URI may follow
     * @throws ValueException in nginx's words
     */
    public static void check(String address, boolean withUri) throws ValueException {
        String problem = address.startsWith(UNIX) ? ofSocket(address) : ofHost(address, withUri);
        if (!problem.isEmpty()) {
            throw new ValueException(problem + " in upstream \"" + address + "\"");
        }
    }

    /** Whether it is a socket in the file system. */
    public static boolean isSocket(String address) {
        return address.startsWith(UNIX);
    }

    /** Whether a socket's path does not depend on where nginx runs. */
    public static boolean isAbsolute(String socket) {
        return socket.startsWith("/", UNIX.length());
    }

    /** Whether a URI follows a socket's path and a colon, or else the first slash or question mark. */
    public static boolean hasUri(String address) {
        int end = isSocket(address) ? address.indexOf(':', UNIX.length()) : uri(address, 0) - 1;
        return end >= 0 && end + 1 < address.length();
    }

    private static String ofSocket(String address) {
        return address.length() == UNIX.length() || address.charAt(UNIX.length()) == ':'
                ? "no path in the unix domain socket"
                : "";
    }

    private static String ofHost(String address, boolean withUri) {
        int closing = address.startsWith("[") ? address.indexOf(']') : 0;
        if (closing < 0) {
            return "invalid host";
        }
        int uri = uri(address, closing);
        if (uri < address.length() && !withUri) {
            return "invalid host";
        }
        int colon = address.substring(0, uri).indexOf(':', closing);
        int end = colon < 0 ? uri : colon;
        if (closing > 0 && end > closing + 1) {
            return "invalid host";
        }
        if (colon >= 0 && !isPort(address.substring(colon + 1, uri))) {
            return "invalid port";
        }
        return end == 0 ? "no host" : "";
    }

    private static int uri(String address, int from) {
        for (int i = from; i < address.length(); i++) {
            if (address.charAt(i) == '/' || address.charAt(i) == '?') {
                return i;
            }
        }
        return address.length();
    }

    private static boolean isPort(String word) {
        try {
            long port = Numbers.number(word);
            return port > 0 && port <= GREATEST_PORT;
        } catch (ValueException e) {
            return false;
        }
    }
}
