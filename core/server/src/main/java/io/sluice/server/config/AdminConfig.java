package io.sluice.server.config;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The private listener.
 *
 * @param bind a loopback address and port
 * @param status status endpoints to mount, each at its own path
 */
public record AdminConfig(InetSocketAddress bind, List<ExtensionConfig> status) {}
