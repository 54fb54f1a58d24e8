/** {@code balance { strategy = round-robin }}: smooth weighted round robin, what nginx does without a strategy. */
package io.sluice.plugins.balance.roundrobin;
