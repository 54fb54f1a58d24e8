/** {@code balance = least-conn}: the endpoint that serves least for its weight, as nginx's least_conn does. */
package io.sluice.plugins.balance.leastconn;
