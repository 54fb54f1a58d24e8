/**
 * Active health checks: implement {@link io.sluice.api.health.HealthCheckFactory}.
 */
package io.sluice.api.health;
