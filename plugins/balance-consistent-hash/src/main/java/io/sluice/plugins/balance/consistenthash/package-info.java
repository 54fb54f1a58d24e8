/**
 * {@code balance { strategy = consistent-hash, key = "$request_uri" }}: a text chooses on a ketama ring, as nginx's {@code
 * hash KEY consistent} does.
 */
package io.sluice.plugins.balance.consistenthash;
