/** The health check {@code tcp}: enter by {@link io.sluice.plugins.health.tcp.TcpCheckFactory}. */
package io.sluice.plugins.health.tcp;
