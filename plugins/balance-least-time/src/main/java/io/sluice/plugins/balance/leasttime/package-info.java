/**
 * {@code balance { strategy = least-time, time = header }}: the endpoint that answers soonest for what it serves, as nginx
 * Plus's least_time does.
 */
package io.sluice.plugins.balance.leasttime;
