/**
 * A page to look at that shows live how the server fares: enter by {@link
 * io.sluice.plugins.status.dashboard.DashboardFactory}. The page itself, its style and its scripts are resources of this package;
 * they ask for nothing but {@link io.sluice.plugins.status.dashboard.Events}, server-sent events of JSON.
 */
package io.sluice.plugins.status.dashboard;
