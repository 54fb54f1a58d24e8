package io.sluice.server.plugin;

/** Why one jar cannot be used: {@code reason (expected: …)}. */
class PluginRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    PluginRefusal(String reason, String expected) {
        this(reason, expected, null);
    }

    PluginRefusal(String reason, String expected, Throwable cause) {
        super(reason + " (expected: " + expected + ")", cause);
    }
}
