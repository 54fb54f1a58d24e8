/**
 * Text with nginx's {@code $variables}, compiled once when the configuration is loaded: enter by {@link
 * io.sluice.server.variable.Variables}.
 */
package io.sluice.server.variable;
