/**
 * The page that Prometheus reads: enter by {@link io.sluice.plugins.status.prometheus.PrometheusPageFactory}. It alone sees
 * Prometheus' library, which is in this plugin's jar.
 */
package io.sluice.plugins.status.prometheus;
