package io.sluice.server.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Numbers of 16 bits that a client offered, in its order: cipher suites or groups. Immutable. */
public final class Codes {
    /** So many are kept, which is more than are registered: what a connection costs is not for its client to choose. */
    public static final int MOST = 512;

    /** No numbers. */
    public static final Codes NONE = new Codes(new short[0]);

    private final short[] numbers;

    private Codes(short[] numbers) {
        this.numbers = numbers;
    }

    /**
     * Reads a list as TLS sends it, the most significant byte first, without its length.
     *
     * @param list is read to its end; what is beyond {@link #MOST} numbers is left out, and so is half a number
     */
    public static Codes read(ByteBuffer list) {
        short[] numbers = new short[Math.min(MOST, list.remaining() / Short.BYTES)];
        list.asShortBuffer().get(numbers);
        list.position(list.limit());
        return new Codes(numbers);
    }

    /** How many there are. */
    public int size() {
        return numbers.length;
    }

    /**
     * One of them, from 0 to 65535.
     *
     * @param index from 0 to {@link #size()}, exclusive
     * @throws IndexOutOfBoundsException at another index
     */
    public int get(int index) {
        return numbers[index] & 0xffff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Codes codes && Arrays.equals(numbers, codes.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return Arrays.toString(numbers);
    }
}
