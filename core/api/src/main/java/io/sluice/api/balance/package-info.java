/**
 * The choice of a back end: implement {@link io.sluice.api.balance.LoadBalancerFactory}. A balancer only ranks; the
 * server alone knows which endpoints are down, full or already tried. {@link io.sluice.api.balance.Ranking} and {@link
 * io.sluice.api.balance.SmoothRoundRobin} help a strategy to walk its endpoints as nginx does; none has to use them.
 */
package io.sluice.api.balance;
