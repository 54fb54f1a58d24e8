/**
 * {@code balance { strategy = consistent-hash, key = "$request_uri" }}: a text chooses on a ketama ring, as nginx's {@code
 * hash KEY consistent} does; with {@code balance-factor = 125} no endpoint serves more than 1.25 times the mean.
 */
package io.sluice.plugins.balance.consistenthash;
