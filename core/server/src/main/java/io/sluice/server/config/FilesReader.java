package io.sluice.server.config;

import io.sluice.api.Template;
import io.sluice.server.config.FilesConfig.SymbolicLinks;
import io.sluice.server.config.RouteConfig.Match;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Reads {@code files} of a route: a folder alone, which is the root, or a block. */
final class FilesReader {
    private static final String ROOT = "root";
    private static final String ALIAS = "alias";
    private static final String INDEX = "index";
    private static final String SYMLINKS = "symlinks";

    private static final List<String> LINKS = List.of("on", "off", "if-not-owner");

    private final Path home;

    FilesReader(Path home) {
        this.home = home.toAbsolutePath();
    }

    /**
     * Reads the block.
     *
     * @param match how the route's path is compared
     */
    FilesConfig read(Block block, Match match) {
        if (block.has(ROOT) == block.has(ALIAS)) {
            block.refuse(block.has(ALIAS) ? ALIAS : ROOT, "one of root and alias");
        }
        if (block.has(ALIAS) && match == Match.NAMED) {
            block.refuse(ALIAS, "a root: a named route matches no part of a path that an alias could stand for");
        }
        return new FilesConfig(
                home,
                folder(block, ROOT, true),
                folder(block, ALIAS, false),
                block.has(INDEX) ? index(block) : List.of(block.template(INDEX, "index.html")),
                MediaTypesReader.read(block),
                links(block),
                !block.has("etag") || block.bool("etag"));
    }

    /** The folder; of a root the slash at its end is dropped, as the path begins with one. */
    private static Optional<Template> folder(Block block, String key, boolean root) {
        Optional<String> text = block.text(key);
        if (text.filter(String::isEmpty).isPresent()) {
            block.refuse(key, "a folder");
        }
        return text.map(folder -> root && folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder)
                .map(folder -> block.template(key, folder));
    }

    private static List<Template> index(Block block) {
        List<Template> templates = new ArrayList<>();
        List<String> names = block.strings(INDEX);
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).isEmpty()) {
                block.refuse(INDEX, i, "the name of a file, or a path that begins with /");
            }
            templates.add(block.template(INDEX, names.get(i)));
        }
        return templates.stream().filter(Objects::nonNull).toList();
    }

    private static SymbolicLinks links(Block block) {
        if (!block.has(SYMLINKS)) {
            return SymbolicLinks.ON;
        }
        // Other files say on and off as true and false, yes and no.
        String word = block.word(SYMLINKS).orElse("");
        if (word.equals("true") || word.equals("yes") || word.equals("false") || word.equals("no")) {
            return block.bool(SYMLINKS) ? SymbolicLinks.ON : SymbolicLinks.OFF;
        }
        return SymbolicLinks.valueOf(
                block.choice(SYMLINKS, LINKS).toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
