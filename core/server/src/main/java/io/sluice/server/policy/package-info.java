/**
 * The header policies of a route, in order, with a guard over the fields that belong to the connection: enter by {@link
 * io.sluice.server.policy.PolicyChain}. Extensions of other kinds that change fields do so through {@link
 * io.sluice.server.policy.FieldGuard}.
 */
package io.sluice.server.policy;
