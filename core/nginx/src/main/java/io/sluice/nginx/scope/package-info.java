/**
 * Which settings count at each level: nginx's rules for how a server, a location or an {@code if} takes over what stands
 * around it.
 *
 * <p>Enter at {@link io.sluice.nginx.scope.Scope#of}.
 */
package io.sluice.nginx.scope;
