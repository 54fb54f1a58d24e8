/** {@code balance { strategy = hash, key = "$arg_room" }}: a key chooses, as nginx's hash does. */
package io.sluice.plugins.balance.hash;
