package io.sluice.server.boot;

/** How the process can end; the manual has them, and {@code bin/sluice} uses the same. */
final class ExitCode {
    /** Well. */
    static final int OK = 0;

    /** Anything that has no code of its own, such as a port in use. */
    static final int FAILURE = 1;

    /** Bad usage or configuration (EX_USAGE of sysexits.h). */
    static final int USAGE = 64;

    /** A plugin that cannot be used (EX_SOFTWARE). */
    static final int PLUGIN = 70;

    private ExitCode() {}
}
