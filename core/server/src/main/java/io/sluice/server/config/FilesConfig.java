package io.sluice.server.config;

import io.sluice.api.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a route serves files. One of {@code root} and {@code alias} is there, not both.
 *
 * @param home the folder at which relative {@code root} and {@code alias} start; absolute
 * @param root the folder to which the whole path is appended, without a slash at its end (root)
 * @param alias what stands in place of the part of the path that the route matched; with a regular expression it is all
 *     of the file's name (alias)
 * @param index what is looked for in a folder, in order; one that begins with / is a path that is gone to without looking
 *     (index)
 * @param types the media types of the files
 * @param links what of symbolic links is followed (disable_symlinks)
 * @param etag whether answers have an ETag (etag)
 */
public record FilesConfig(
        Path home,
        Optional<Template> root,
        Optional<Template> alias,
        List<Template> index,
        MediaTypes types,
        SymbolicLinks links,
        boolean etag) {
    /** What is done where any part of a file's name is a symbolic link. */
    public enum SymbolicLinks {
        /** It is followed (disable_symlinks off). */
        ON,
        /** The answer is 403 (disable_symlinks on). */
        OFF,
        /** The answer is 403 if the link and what it leads to have different owners (disable_symlinks if_not_owner). */
        IF_NOT_OWNER
    }
}
