package io.sluice.server.plugin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between two sets of generations.
 *
 * @param lines a line for each, in the order of the file names, those that are gone last
 * @param gone of extensions that there were: what has become of them, to be put behind a message
 */
record Changes(List<String> lines, Map<LoadedPlugin.Extension, String> gone) {
    static Changes between(List<Generation> before, List<Generation> after) {
        List<String> lines = new ArrayList<>();
        Map<LoadedPlugin.Extension, String> gone = new HashMap<>();
        for (Generation one : after) {
            if (!before.contains(one)) {
                lines.add(one
                        + find(before, one.id())
                                .map(old ->
                                        " takes the place of " + old.plugin().version())
                                .orElse(" is new"));
            }
        }
        for (Generation one : before) {
            if (!after.contains(one)) {
                Optional<Generation> next = find(after, one.id());
                if (next.isEmpty()) {
                    lines.add(one + " is gone");
                }
                String what = next.map(now -> "; plugin " + one.id() + " brought it, but "
                                + now.plugin().version() + " does not")
                        .orElse("; plugin " + one.id() + " brought it, whose jar " + one.fileName() + " is gone");
                one.plugin().extensions().forEach(extension -> gone.put(extension, what));
            }
        }
        return new Changes(List.copyOf(lines), gone);
    }

    private static Optional<Generation> find(List<Generation> generations, String id) {
        return generations.stream().filter(one -> one.id().equals(id)).findFirst();
    }
}
