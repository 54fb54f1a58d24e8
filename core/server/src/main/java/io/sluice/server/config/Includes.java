package io.sluice.server.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import io.sluice.server.config.HoconTokens.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * What {@code include} means in one file: a file that is not there is refused with its place, as the library passes over it
 * without a word; any ending is good, and a pattern in the last part of the path includes all files that match it, sorted,
 * as nginx's include does.
 */
final class Includes implements ConfigIncluder, ConfigIncluderFile {
    private static final List<String> ENDINGS = List.of("", ".conf", ".json", ".properties");

    private final Path file;
    private final List<Path> chain;
    private final Problems problems;
    private final ConfigIncluder library;

    /** Of the file {@code file}, which no other includes. */
    Includes(Path file, Problems problems) {
        this(file, List.of(), problems, null);
    }

    /** {@code chain}: the files around this one. */
    private Includes(Path file, List<Path> chain, Problems problems, ConfigIncluder library) {
        this.file = file;
        this.chain = chain;
        this.problems = problems;
        this.library = library;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return library == null ? new Includes(file, chain, problems, fallback) : this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return what.matches("(?i)[a-z][a-z0-9+.-]+:.*")
                ? library.include(context, what) // a URL
                : included(context, what, file.resolveSibling(what));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return included(context, what.getPath(), what.toPath());
    }

    private ConfigObject included(ConfigIncludeContext context, String what, Path path) {
        ConfigObject all = ConfigFactory.empty().root();
        List<Path> files = matches(path, what);
        if (files.isEmpty() && !isPattern(path)) {
            refuse(what, Files.isDirectory(path) ? "is a folder" : "is no file");
        }
        List<Path> around = new ArrayList<>(chain);
        around.add(real(file));
        for (Path one : files) {
            if (!Files.isReadable(one)) {
                refuse(what, "cannot be read (permission denied: " + one + ")");
            } else if (around.contains(real(one))) {
                refuse(what, "includes this one");
            } else {
                ConfigParseOptions options =
                        context.parseOptions().setIncluder(new Includes(one, around, problems, null));
                all = ConfigFactory.parseFile(one.toFile(), options).root().withFallback(all);
            }
        }
        return all;
    }

    /** The files that are there, sorted by name; what comes later wins. */
    private List<Path> matches(Path path, String what) {
        if (!isPattern(path)) {
            return ENDINGS.stream()
                    .map(ending -> path.resolveSibling(path.getFileName() + ending))
                    .filter(Files::isRegularFile)
                    .limit(1)
                    .toList();
        }
        String pattern = path.getFileName().toString();
        List<Path> files = new ArrayList<>();
        Path folder = path.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            for (Path one : found) {
                boolean hidden = one.getFileName().toString().startsWith(".") && !pattern.startsWith(".");
                if (Files.isRegularFile(one) && !hidden) {
                    files.add(path.resolveSibling(one.getFileName()));
                }
            }
        } catch (IOException | PatternSyntaxException e) {
            refuse(what, "cannot be read (" + e.getMessage() + ")");
        }
        files.sort(null);
        return files;
    }

    private static boolean isPattern(Path path) {
        return path.getFileName() != null
                && path.getFileName().toString().matches(".*[*?\\[].*")
                && !Files.exists(path);
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }

    private void refuse(String what, String found) {
        problems.add(
                place(what) + ": include: found \"" + what + "\", which " + found
                        + " (expected: a file, seen from the one that includes it; a pattern such as \"hosts/*.conf\" may match none)");
    }

    /** The file, with the line of the include where that is found. */
    private String place(String what) {
        boolean include = false;
        for (HoconTokens.Token token : HoconTokens.of(HoconText.of(file))) {
            if (token.is(Kind.LINE)) {
                include = false;
            } else if (token.is(Kind.WORD) && token.text().startsWith("include")) {
                include = true;
            } else if (include && token.is(Kind.QUOTED) && token.text().equals(what)) {
                return file + ":" + token.line();
            }
        }
        return file.toString();
    }
}
