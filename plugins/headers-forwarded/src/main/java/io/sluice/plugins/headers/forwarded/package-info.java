/**
 * Tells the back end who is asking: X-Forwarded-*, X-Real-IP and Forwarded. Enter by {@link
 * io.sluice.plugins.headers.forwarded.ForwardedFactory}.
 */
package io.sluice.plugins.headers.forwarded;
