package io.sluice.server.plugin;

import java.util.List;

/** Plugins that cannot be used: all of them at once, so that one start is enough to see what to mend. */
public final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /** Creates the refusal. Each problem names a jar or a place in the configuration, the reason and what was expected. */
    public PluginException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, each {@code file: reason (expected: …)}, in the order of the file names; at least one. */
    public List<String> problems() {
        return problems;
    }
}
