package io.sluice.server.files;

import io.sluice.server.http.Fields;

/** What {@link StaticFiles} answers. */
public sealed interface Answer {
    /**
     * A file is sent, or only told of. The fields are in nginx's order and complete but for Server, Date and Connection.
     *
     * @param status 200, 206, 304, or what an error page was asked with
     * @param body what is sent behind the head; null where nothing is: HEAD, 304. Who has it must close it
     */
    record Found(int status, Fields fields, FileBody body) implements Answer {}

    /**
     * The request goes on inside the server as if this had been asked for: a folder's index.
     *
     * @param path decoded, one character for each byte
     * @param query without its question mark; null for none
     */
    record Inside(String path, String query) implements Answer {}

    /**
     * The client is sent to this path on the same host with a 301: a folder was asked for without the slash at its end.
     *
     * @param path decoded, one character for each byte; it must be percent-encoded
     * @param query as received, without its question mark; null for none
     */
    record Moved(String path, String query) implements Answer {}

    /**
     * An error.
     *
     * @param status 400 and up
     * @param fields what the error's page needs besides its own: Content-Range of 416; mostly none
     * @param reason for the log: the file's name and what is wrong with it. Not for the client
     */
    record Refused(int status, Fields fields, String reason) implements Answer {}
}
