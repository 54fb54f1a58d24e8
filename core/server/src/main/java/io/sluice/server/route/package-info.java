/**
 * Host and path to a route, with nginx's precedence: enter by {@link io.sluice.server.route.RouteTable}, an immutable table
 * that is built when the configuration is loaded and asked on worker threads. {@link io.sluice.server.route.Rewrite} makes
 * the target that is sent on where a route replaces its prefix.
 */
package io.sluice.server.route;
