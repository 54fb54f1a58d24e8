/**
 * Asks endpoints whether they can serve, before and while they do: enter by {@link io.sluice.server.health.Health}. One thread
 * of its own runs all probes, off the workers; what is asked is a plugin's affair ({@link io.sluice.api.health}), when, how long
 * and what follows from the answers is decided here.
 *
 * <p>It knows nothing of pools: an endpoint is {@link io.sluice.server.health.Watched} and told what was found.
 */
package io.sluice.server.health;
