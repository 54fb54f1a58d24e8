/**
 * What an extension may see of one exchange, a request with its answer or tunnel: enter by {@link
 * io.sluice.api.exchange.ExchangeView}.
 */
package io.sluice.api.exchange;
