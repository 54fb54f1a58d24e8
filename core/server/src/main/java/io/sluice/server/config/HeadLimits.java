package io.sluice.server.config;

/**
 * Bounds on a head, in bytes unless said otherwise.
 *
 * @param requestLine the request line (414)
 * @param headerLine one header line (431)
 * @param headerCount number of header lines (431)
 * @param head the whole head (431)
 */
public record HeadLimits(int requestLine, int headerLine, int headerCount, int head) {}
