/**
 * Access-log lines as JSON: enter by {@link io.sluice.plugins.accesslog.json.JsonFormatFactory}.
 */
package io.sluice.plugins.accesslog.json;
