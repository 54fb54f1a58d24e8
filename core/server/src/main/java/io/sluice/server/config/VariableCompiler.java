package io.sluice.server.config;

import io.sluice.api.Template;

/** Turns text into templates, and learns the variables that a configuration makes. For the thread that loads it. */
public interface VariableCompiler extends Template.Compiler {
    /**
     * Makes {@code $name} known: it is given values while exchanges go on (nginx: set, and named groups of expressions). The
     * same name twice is one variable.
     *
     * @throws IllegalArgumentException when the name is that of a variable that cannot be assigned; the message says so
     */
    void assignable(String name);

    /**
     * Makes {@code $name} known: {@link #map} says later what its value is.
     *
     * @throws IllegalArgumentException as {@link #assignable}, and where it is one of those that are assigned
     */
    void mapped(String name);

    /** Says what the value of a variable is that {@link #mapped} has made known (nginx: map). */
    void map(String name, MapConfig map);
}
