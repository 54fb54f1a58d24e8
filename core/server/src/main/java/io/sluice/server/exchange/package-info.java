/**
 * The life of one request with its answer or tunnel: {@link io.sluice.server.exchange.Exchange} shows its phases in order
 * and is the only place where they meet.
 *
 * <pre>
 * read (listener) -> route -> request policies -> connect -> send -> answer -> response policies -> relay -> finish
 * </pre>
 */
package io.sluice.server.exchange;
