/**
 * The line written when an exchange ends: implement {@link io.sluice.api.accesslog.AccessLogFormatFactory}.
 */
package io.sluice.api.accesslog;
