/**
 * The header policies of a route, in order, with a guard over the fields that belong to the connection: enter by {@link
 * io.sluice.server.policy.PolicyChain}.
 */
package io.sluice.server.policy;
