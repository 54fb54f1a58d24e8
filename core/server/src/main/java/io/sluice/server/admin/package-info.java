/**
 * The private listener: {@link io.sluice.server.admin.AdminSite} turns its settings into a listener with a route for each
 * status endpoint, served like any other, and for the commands. Everything on it is a {@code Handler} behind {@code Guarded},
 * which obeys an operator's own programs alone ({@code Guard}) and asks for a token where there are some ({@code Tokens}).
 * {@code LiveConnections} looks for clients' connections on all workers.
 */
package io.sluice.server.admin;
