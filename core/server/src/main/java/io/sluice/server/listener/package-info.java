/**
 * The client's side between exchanges: enter by {@link io.sluice.server.listener.Listener}, which binds an address; each
 * connection is a {@code ClientConnection}, which reads heads and starts exchanges.
 */
package io.sluice.server.listener;
