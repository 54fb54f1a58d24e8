/**
 * HOCON to checked, immutable records: enter by {@code ConfigLoader}; {@link io.sluice.server.config.SluiceConfig} is
 * what comes out. Every refusal names file and line, the value found and what was expected.
 */
package io.sluice.server.config;
