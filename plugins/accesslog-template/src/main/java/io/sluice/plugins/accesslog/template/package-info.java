/**
 * nginx's {@code log_format}: enter by {@link io.sluice.plugins.accesslog.template.TemplateFormatFactory}.
 */
package io.sluice.plugins.accesslog.template;
