package io.sluice.server.http;

/** Whether a connection stays open after an exchange: RFC 9112 section 9.3. */
final class Persistence {
    private Persistence() {}

    static boolean keepAlive(Fields fields, int minorVersion) {
        if (fields.hasToken("Connection", "close")) {
            return false;
        }
        return minorVersion > 0 || fields.hasToken("Connection", "keep-alive");
    }
}
