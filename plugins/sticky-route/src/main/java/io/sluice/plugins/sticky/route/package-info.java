/**
 * {@code sticky { by = route, of = ["$cookie_route", "$arg_route"] }}: the request names its endpoint, as nginx Plus's sticky
 * route has it.
 */
package io.sluice.plugins.sticky.route;
