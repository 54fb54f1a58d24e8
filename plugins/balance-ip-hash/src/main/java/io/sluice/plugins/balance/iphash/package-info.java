/** {@code balance { strategy = ip-hash }}: the client's network chooses, as nginx's ip_hash does. */
package io.sluice.plugins.balance.iphash;
