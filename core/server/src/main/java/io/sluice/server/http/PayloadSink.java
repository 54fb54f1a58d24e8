package io.sluice.server.http;

/** Is told where a body's own bytes lie between the bytes of its framing. */
@FunctionalInterface
public interface PayloadSink {
    /**
     * One run of body bytes.
     *
     * @param index absolute index of its first byte in the buffer that is measured
     * @param length at least 1
     */
    void payload(int index, int length);
}
