/**
 * Pools of endpoints: enter by {@link io.sluice.server.upstream.Pool}, whose {@link io.sluice.server.upstream.Dial} finds a
 * connection for one exchange. Balancers only rank; what is down or already tried is left out here, the endpoints that a client is
 * held to come first, and here alone an exchange is tried again.
 */
package io.sluice.server.upstream;
