/**
 * {@code sticky { by = cookie, name = srv_id, secret-file = "conf/sticky.secret" }}: a signed cookie brings clients back to
 * their endpoint, as nginx Plus's sticky cookie does. Enter by {@link
 * io.sluice.plugins.sticky.cookie.StickyCookieFactory}; {@code Seal} is what is in the cookie.
 */
package io.sluice.plugins.sticky.cookie;
