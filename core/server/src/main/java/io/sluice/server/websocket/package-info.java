/**
 * The rules of RFC 6455 for a proxy: which handshakes and which answers to them are valid, and where frames end. It never
 * changes, unmasks or reassembles anything.
 *
 * <p>Enter by {@link io.sluice.server.websocket.Handshake}; after it, {@link io.sluice.server.websocket.FrameBoundary}
 * follows each direction.
 */
package io.sluice.server.websocket;
