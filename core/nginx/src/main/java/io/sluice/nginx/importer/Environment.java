package io.sluice.nginx.importer;

import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Directive;
import java.util.Map;

/** Where the file stands and what it was written for: nginx's two folders, and the media types that Sluice knows. */
final class Environment {
    private static final String PACKAGES = "/etc/nginx/";
    private static final String PREFIX_OF_PACKAGES = "/usr/share/nginx/";
    private static final String CONF = "/conf/";

    private final String folder;
    private final String prefix;
    private final boolean guessed;
    private final Map<String, String> commonTypes;

    Environment(Configuration configuration, ImportOptions options) {
        this.folder = configuration.prefix();
        this.prefix = options.prefix()
                .map(given -> given.endsWith("/") ? given : given + "/")
                .orElseGet(() -> guess(folder));
        this.guessed = options.prefix().isEmpty();
        this.commonTypes = options.commonTypes();
    }

    private static String guess(String folder) {
        if (folder.equals(PACKAGES)) {
            return PREFIX_OF_PACKAGES;
        }
        return folder.endsWith(CONF) ? folder.substring(0, folder.length() - CONF.length() + 1) : folder;
    }

    /** The folder of the main file; ends with a slash. */
    String folder() {
        return folder;
    }

    /** The full name of a file that nginx looks for beside the main file: of includes and of TLS. */
    String besideTheFile(String name) {
        return name.startsWith("/") ? name : folder + name;
    }

    /** The full name of any other file that a directive names. */
    String installed(String name, Directive directive, Ledger ledger) {
        if (guessed && !name.startsWith("/")) {
            ledger.warnOnce(
                    directive,
                    "\"" + name + "\", as any relative name but those of includes and of TLS, is taken to stand in "
                            + prefix + "; if nginx -V says another --prefix, give that to import");
        }
        return installed(name);
    }

    /** The full name of a file that no directive names. */
    String installed(String name) {
        return name.startsWith("/") ? name : prefix + name;
    }

    /** The media types that Sluice has under a name of its own. */
    boolean isCommon(Map<String, String> types) {
        return !types.isEmpty() && types.equals(commonTypes);
    }
}
