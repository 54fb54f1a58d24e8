/** The health check {@code websocket}: enter by {@link io.sluice.plugins.health.websocket.WebSocketCheckFactory}. */
package io.sluice.plugins.health.websocket;
