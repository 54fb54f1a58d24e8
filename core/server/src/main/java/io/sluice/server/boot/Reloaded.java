package io.sluice.server.boot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What came of a reload.
 *
 * @param problems why the new configuration was refused, one each, with file and line where that is the cause; empty: it is in
 *     force
 * @param generation the number of the configuration in force, 1 for that of the start
 * @param changes what is otherwise than before, in words
 * @param warnings what is not as the new configuration says
 * @param jars of plugins those that cannot be used, so that what was there before stays; the log has told of them
 * @param millis how long it took
 */
public record Reloaded(
        List<String> problems,
        long generation,
        List<String> changes,
        List<String> warnings,
        List<String> jars,
        long millis) {
    /** What becomes of a reload when the server ends: it is none. */
    static Reloaded ending(long generation) {
        return new Reloaded(
                List.of("the server is ending: nothing is read again"), generation, List.of(), List.of(), List.of(), 0);
    }

    /** All of it for JSON, in the words of {@code POST /reload}: with {@code error} where it was refused. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("generation", generation);
        if (refused()) {
            values.put("error", "refused, all is as it was");
            values.put("problems", problems);
        } else {
            values.put("changes", changes);
            values.put("warnings", allWarnings());
            values.put("millis", millis);
        }
        return values;
    }

    /** Whether nothing has changed, as the new configuration cannot be used. */
    public boolean refused() {
        return !problems.isEmpty();
    }

    /** The warnings, those of jars too. */
    List<String> allWarnings() {
        return Stream.concat(
                        warnings.stream(), jars.stream().map(jar -> jar + "; what was there before it stays in force"))
                .toList();
    }
}
