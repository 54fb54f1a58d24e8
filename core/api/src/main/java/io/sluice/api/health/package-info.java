/**
 * Active health checks: implement {@link io.sluice.api.health.HealthCheckFactory}; a check is mostly a {@link
 * io.sluice.api.health.Conversation}, which needs no sockets, timeouts or TLS of its own. {@link
 * io.sluice.api.health.ProbeRequest} and {@link io.sluice.api.health.AnswerReader} are for those that speak HTTP.
 */
package io.sluice.api.health;
