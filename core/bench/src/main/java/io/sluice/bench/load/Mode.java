package io.sluice.bench.load;

/** What a run is for. */
public enum Mode {
    /** Messages, or requests, over connections that stay. */
    MESSAGES,
    /** Connections, each opened and closed again. */
    HANDSHAKES,
    /** Connections that stay and say nothing. */
    IDLE
}
