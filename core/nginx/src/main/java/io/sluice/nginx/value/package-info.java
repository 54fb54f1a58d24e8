/**
 * What the words of an nginx.conf mean as values: sizes, times, numbers, switches, addresses. Each reader takes the word and
 * throws {@link io.sluice.nginx.value.ValueException} with what nginx says about it.
 */
package io.sluice.nginx.value;
