package io.sluice.bench.load;

/** What goes over a WebSocket. Immutable. */
public final class Messages {
    private final Traffic traffic;
    private final int opcode;
    private final Sizes sizes;
    private final byte[] fixed;
    private final int skip;

    /**
     * Messages of this kind.
     *
     * @param opcode that of text or of binary
     * @param sizes the lengths of what is made up
     * @param fixed what is sent each time in place of that; null for none
     * @param skip so many messages of the server come on each connection before it is used, as a greeting
     */
    public Messages(Traffic traffic, int opcode, Sizes sizes, byte[] fixed, int skip) {
        this.traffic = traffic;
        this.opcode = opcode;
        this.sizes = fixed == null ? sizes : Sizes.of(fixed.length);
        this.fixed = fixed == null ? null : fixed.clone();
        this.skip = skip;
    }

    /** Who sends. */
    public Traffic traffic() {
        return traffic;
    }

    /** How long they are. */
    public Sizes sizes() {
        return sizes;
    }

    int opcode() {
        return opcode;
    }

    /** The bytes themselves, which nobody changes; null where they are made up. */
    byte[] fixed() {
        return fixed;
    }

    int skip() {
        return skip;
    }
}
