/**
 * {@code balance = random} and {@code balance { strategy = random, two = on }}: chance chooses, as nginx's random and random
 * two do.
 */
package io.sluice.plugins.balance.random;
