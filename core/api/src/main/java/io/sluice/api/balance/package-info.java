/**
 * The choice of a back end: implement {@link io.sluice.api.balance.LoadBalancerFactory}. A balancer only ranks; the
 * server alone knows which endpoints are down, full or already tried.
 */
package io.sluice.api.balance;
