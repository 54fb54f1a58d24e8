package io.sluice.server.files;

import io.sluice.api.Template;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeadersView;
import io.sluice.server.config.FilesConfig;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.files.FileTrouble.Kind;
import io.sluice.server.http.Fields;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Answers the requests of one route with files, as nginx 1.22's static and index modules do. Immutable; any number of
 * threads may ask. It differs from nginx where that would leave the root, and in that sockets are not found (404; 500).
 */
public final class StaticFiles {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    /** POST is let as far as nginx lets it: to folders, not to files. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

    private final FilesConfig config;
    private final FileMap map;
    private final Disk disk;

    private StaticFiles(FilesConfig config, RouteConfig route) {
        this.config = config;
        this.map = new FileMap(config, route);
        this.disk = Disk.following(config.links());
    }

    /** What answers a route's requests; empty where the route has no files. */
    public static Optional<StaticFiles> of(RouteConfig route) {
        return route.files().map(files -> new StaticFiles(files, route));
    }

    /**
     * Answers a request. Blocks on the disk.
     *
     * @param path decoded and normalized, one character for each byte
     * @param query as received, without its question mark; null for none
     * @param exchange for variables
     */
    public Answer answer(String method, String path, String query, HeadersView headers, ExchangeView exchange) {
        return answer(OK, method, path, query, headers, exchange);
    }

    /**
     * Answers a request in place of an error: with its status, whatever the request's conditions and ranges. Blocks on the
     * disk.
     *
     * @param status of the answer; 200 is none of an error
     * @param path as of the other
     */
    public Answer answer(
            int status, String method, String path, String query, HeadersView headers, ExchangeView exchange) {
        if (!path.startsWith("/") || path.indexOf(0) >= 0 || FileName.climbs(path, 0)) {
            return refused(BAD_REQUEST, "path \"" + path + "\" (expected: / and no .. and no NUL)");
        }
        for (String name : Conditions.ONCE) {
            if (headers.all(name).size() > 1) {
                return refused(BAD_REQUEST, "more than one field " + name);
            }
        }
        try {
            boolean known = METHODS.contains(method);
            if (path.endsWith("/") && known) {
                return folder(path, query, exchange);
            }
            return known
                    ? file(status, method, path, query, headers, exchange)
                    : refused(NOT_ALLOWED, "method " + method + " (expected: GET or HEAD)");
        } catch (FileTrouble e) {
            return refused(e.status(), e.getMessage());
        }
    }

    private Answer file(
            int status, String method, String path, String query, HeadersView headers, ExchangeView exchange)
            throws FileTrouble {
        String name = map.name(path, "", exchange);
        Disk.Opened opened = disk.open(name);
        if (opened.stat().folder()) {
            return new Answer.Moved(path + "/", query);
        }
        if (!opened.stat().regular()) {
            return refused(NOT_FOUND, "\"" + name + "\" is not a regular file");
        }
        Answer answer = null;
        try {
            if (method.equals("POST")) {
                answer = refused(NOT_ALLOWED, "method POST for \"" + name + "\" (expected: GET or HEAD)");
            } else {
                Sending sending = new Sending(opened, config.types().of(path), config.etag(), method.equals("HEAD"));
                answer = status == OK ? sending.answer(headers) : sending.inPlaceOf(status);
            }
            return answer;
        } finally {
            if (!(answer instanceof Answer.Found found) || found.body() == null) {
                close(opened, name);
            }
        }
    }

    /** The first of the index that is there. */
    private Answer folder(String path, String query, ExchangeView exchange) throws FileTrouble {
        boolean tested = false;
        for (Template template : config.index()) {
            String index = template.text(exchange);
            if (index.startsWith("/")) {
                return new Answer.Inside(index, query);
            }
            try {
                disk.stat(map.name(path, index, exchange));
                return new Answer.Inside(path + index, query);
            } catch (FileTrouble e) {
                if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.OTHER) {
                    throw e;
                }
                if (!tested) {
                    test(map.name(path, "", exchange));
                    tested = true;
                }
                if (e.kind() == Kind.OTHER) {
                    throw e;
                }
            }
        }
        return refused(FORBIDDEN, "directory index of \"" + map.name(path, "", exchange) + "\" is forbidden");
    }

    /** Refuses a folder that is not there; one that must not be searched has no index, and no more. */
    private void test(String name) throws FileTrouble {
        try {
            if (!disk.stat(name.length() > 1 && name.endsWith("/") ? name.substring(0, name.length() - 1) : name)
                    .folder()) {
                throw new FileTrouble(Kind.OTHER, "\"" + name + "\" is not a folder", null);
            }
        } catch (FileTrouble e) {
            if (e.kind() != Kind.DENIED) {
                throw e;
            }
        }
    }

    private static void close(Disk.Opened opened, String name) throws FileTrouble {
        try {
            opened.channel().close();
        } catch (IOException e) {
            throw new FileTrouble(Kind.OTHER, "\"" + name + "\": close failed: " + e.getMessage(), e);
        }
    }

    private static Answer refused(int status, String reason) {
        return new Answer.Refused(status, new Fields(), reason);
    }
}
