/**
 * HTTP/1.1 on {@link java.nio.ByteBuffer}s: reading heads under limits, telling where bodies end, writing heads. It knows
 * nothing of sockets, and it refuses rather than repairs: what two servers could understand differently is an error.
 *
 * <p>Enter by {@link io.sluice.server.http.RequestHeadReader} and {@link io.sluice.server.http.ResponseHeadReader}; a head
 * leads to its {@link io.sluice.server.http.Fields} and its {@link io.sluice.server.http.BodyFraming}. Nothing here is
 * thread-safe unless it says so: a reader and what it made belong to one connection, hence to one worker.
 *
 * <p>Strings made of received bytes hold one character per byte (ISO-8859-1), so that nothing is lost on the way through.
 */
package io.sluice.server.http;
