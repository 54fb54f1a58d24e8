/**
 * Names of back ends: asked of name servers off the workers, and again when their TTL is over. Enter by {@link
 * io.sluice.server.resolve.Resolver}. The only importer of {@code org.xbill.DNS}.
 *
 * <p>Everything here happens on one thread, the {@link io.sluice.server.resolve.Pace}: no state is shared but the {@link
 * io.sluice.server.resolve.NameCache}, in which workers look without waiting.
 */
package io.sluice.server.resolve;
