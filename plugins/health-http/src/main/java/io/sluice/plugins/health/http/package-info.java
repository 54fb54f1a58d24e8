/** The health check {@code http}: enter by {@link io.sluice.plugins.health.http.HttpCheckFactory}. */
package io.sluice.plugins.health.http;
