package io.sluice.nginx.importer;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an nginx.conf does not say and its meaning depends on.
 *
 * @param prefix the folder at which relative names of files start other than those of includes and TLS (nginx -V:
 *     {@code --prefix}); empty: for a main file in /etc/nginx it is /usr/share/nginx, as the packages of Debian, Ubuntu and
 *     Fedora have it; for one in a folder named conf, the folder around that; else the main file's folder
 * @param commonTypes the media types by extension that Sluice has under the name {@code common}; empty: it has none
 */
public record ImportOptions(Optional<String> prefix, Map<String, String> commonTypes) {
    /** Nothing is known. */
    public static final ImportOptions NONE = new ImportOptions(Optional.empty(), Map.of());

    /** Copies the map. */
    public ImportOptions {
        Objects.requireNonNull(prefix);
        commonTypes = Map.copyOf(commonTypes);
    }
}
