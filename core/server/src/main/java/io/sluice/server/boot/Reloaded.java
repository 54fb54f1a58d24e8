package io.sluice.server.boot;

import java.util.List;

/**
 * What came of a reload.
 *
 * @param problems why the new configuration was refused, one each, with file and line where that is the cause; empty: it is in
 *     force
 * @param generation the number of the configuration in force, 1 for that of the start
 * @param changes what is otherwise than before, in words
 * @param warnings what is not as the new configuration says
 * @param millis how long it took
 */
public record Reloaded(
        List<String> problems, long generation, List<String> changes, List<String> warnings, long millis) {
    /** Whether nothing has changed, as the new configuration cannot be used. */
    public boolean refused() {
        return !problems.isEmpty();
    }
}
