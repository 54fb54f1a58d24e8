/**
 * What a client reads and writes: frames of RFC 6455 and answers of HTTP/1.1, at any split of the bytes, and without an
 * object for each message. Enter by {@link io.sluice.bench.wire.FrameReader}, {@link io.sluice.bench.wire.FrameWriter} and
 * {@link io.sluice.bench.wire.AnswerReader}. Nothing here knows of sockets or of time.
 */
package io.sluice.bench.wire;
