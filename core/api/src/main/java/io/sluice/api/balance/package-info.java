/**
 * The choice of a back end: implement {@link io.sluice.api.balance.LoadBalancerFactory}. A balancer only ranks; the
 * server alone knows which endpoints are down, full or already tried. What brings a client back to the endpoint it had, over
 * any balancer, is a {@link io.sluice.api.balance.Stickiness}. {@link io.sluice.api.balance.Ranking} and {@link
 * io.sluice.api.balance.SmoothRoundRobin} help a strategy to walk its endpoints as nginx does; none has to use them.
 */
package io.sluice.api.balance;
