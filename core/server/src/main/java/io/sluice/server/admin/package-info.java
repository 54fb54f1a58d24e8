/**
 * The private listener: {@link io.sluice.server.admin.AdminSite} turns its settings into a listener with a route for each
 * status endpoint, served like any other.
 */
package io.sluice.server.admin;
