/**
 * What can go wrong with an exchange: {@link io.sluice.server.error.ErrorKind} names each kind for good, {@link
 * io.sluice.server.error.ProxyException} carries one to the end of the exchange.
 */
package io.sluice.server.error;
