package io.sluice.nginx.syntax;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A whole nginx configuration as it was read.
 *
 * @param prefix the folder of the main file, at which relative names start (nginx's conf prefix); ends with a slash
 * @param main what stands outside of all blocks; its end is that of the main file
 * @param problems what kept something from being read, in the order of reading. After a wrong word nothing is read, so the
 *     tree ends there; a file that is not there is passed over
 */
public record Configuration(String prefix, Block main, List<Problem> problems) {
    /** Copies the list. */
    public Configuration {
        Objects.requireNonNull(prefix);
        Objects.requireNonNull(main);
        problems = List.copyOf(problems);
    }

    /** Reads a main file with all that it includes, within {@link Limits#DEFAULT}. Never fails: see the problems. */
    public static Configuration read(Path mainFile) {
        return read(mainFile, Limits.DEFAULT);
    }

    /** Reads a main file with all that it includes. Never fails: see the problems. */
    public static Configuration read(Path mainFile, Limits limits) {
        return new Parser(mainFile, limits).parse();
    }
}
