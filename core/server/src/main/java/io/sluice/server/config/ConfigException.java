package io.sluice.server.config;

import java.util.List;

/** A configuration that cannot be used: all that is wrong with it, at once. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One line for each problem, {@code file:line: key: found … (expected: …)}, by file and line; at least one. */
    public List<String> problems() {
        return problems;
    }
}
