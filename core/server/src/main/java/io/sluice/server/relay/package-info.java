/**
 * Bytes from one connection to another, with back-pressure: {@link io.sluice.server.relay.Pipe} is one direction, {@link
 * io.sluice.server.relay.Tunnel} both after a 101. Neither knows which side is the client.
 */
package io.sluice.server.relay;
