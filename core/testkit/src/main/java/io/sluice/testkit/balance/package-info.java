/**
 * Compares a load balancer with nginx: {@link io.sluice.testkit.balance.NginxUpstream} asks a real one, {@link
 * io.sluice.testkit.balance.NginxTable} keeps what it answered for machines that have none.
 */
package io.sluice.testkit.balance;
