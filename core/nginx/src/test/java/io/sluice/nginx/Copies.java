package io.sluice.nginx;

import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Directive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The configurations under realistic/. */
public final class Copies {
    private Copies() {}

    /** Their main files. */
    public static List<Path> mainFiles() {
        try (Stream<Path> folders =
                Files.list(Path.of(Copies.class.getResource("realistic").toURI()))) {
            return folders.sorted().map(folder -> folder.resolve("nginx.conf")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A configuration in one file: what was included stands in the place of the include. */
    public static String inOneFile(Configuration configuration) {
        StringBuilder text = new StringBuilder();
        append(configuration.main().directives(), text);
        return text.toString();
    }

    private static void append(List<Directive> directives, StringBuilder text) {
        for (Directive directive : directives) {
            if (directive.name().equals("include")) {
                continue;
            }
            text.append(directive).append('\n');
            if (directive.block().isPresent()) {
                append(directive.children(), text);
                text.append("}\n");
            }
        }
    }
}
