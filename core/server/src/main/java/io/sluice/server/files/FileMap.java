package io.sluice.server.files;

import io.sluice.api.Template;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.config.FilesConfig;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.files.FileTrouble.Kind;
import io.sluice.server.variable.Octets;

/**
 * From a request's path to a file's name: root with the path behind, or alias with what the route did not match. Names
 * never lead out of the folder that the configuration names: neither where an alias with a slash stands for a path without
 * one ({@code /i} for {@code /data/}, asked for {@code /i../x}), nor where variables have {@code ..} in them.
 */
final class FileMap {
    private final String home;
    private final Template folder;
    private final int matched;
    private final boolean whole;

    FileMap(FilesConfig config, RouteConfig route) {
        home = FileName.of(config.home());
        folder = config.root().or(config::alias).orElseThrow();
        matched = config.alias().isPresent() ? Octets.of(route.path()).length() : 0;
        whole = config.alias().isPresent() && route.regex();
    }

    /** The name, with {@code more} at its end. */
    String name(String path, String more, ExchangeView exchange) throws FileTrouble {
        String text = folder.text(exchange);
        if (text.isEmpty() && !folder.constant()) {
            throw new FileTrouble(Kind.NOT_FOUND, "the variables of root or alias are empty", null);
        }
        // A root that is constant and empty is the system's: its slash is that of the path.
        String base = text.isEmpty() || text.startsWith("/") ? text : home + "/" + text;
        String name = base + (whole ? "" : path.substring(Math.min(matched, path.length()))) + more;
        if (name.indexOf(0) >= 0 || FileName.climbs(name, folder.constant() ? base.length() - 1 : 0)) {
            throw new FileTrouble(Kind.NOT_FOUND, "\"" + name + "\" would lead out of its folder", null);
        }
        return name;
    }
}
