/**
 * The words, blocks and comments of an nginx.conf, with all that it includes, exactly as nginx splits them (its
 * ngx_conf_read_token), before any of them means something.
 *
 * <p>Enter at {@link io.sluice.nginx.syntax.Configuration#read}: it gives a tree of
 * {@link io.sluice.nginx.syntax.Directive}s, and what was wrong in the words nginx has for it.
 */
package io.sluice.nginx.syntax;
