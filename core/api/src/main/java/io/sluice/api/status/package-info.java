/**
 * Pages about the server itself, on the admin listener or on a route: implement {@link
 * io.sluice.api.status.StatusEndpointFactory}.
 */
package io.sluice.api.status;
