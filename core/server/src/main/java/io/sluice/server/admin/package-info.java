/**
 * The private listener: {@link io.sluice.server.admin.AdminSite} turns its settings into a listener with a route for each
 * status endpoint, served like any other, and for the commands: {@link io.sluice.server.admin.UpstreamCommands}, which obey
 * this machine's own programs alone ({@link io.sluice.server.admin.LocalOnly}).
 */
package io.sluice.server.admin;
