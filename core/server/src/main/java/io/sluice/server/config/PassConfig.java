package io.sluice.server.config;

import io.sluice.api.Template;
import java.util.Optional;

/**
 * A back end that variables name (nginx: proxy_pass with variables).
 *
 * @param text what {@code to} is made of, for messages
 * @param to a URL: {@code http://} or {@code https://}, then the name of an upstream or an address, then perhaps the target
 *     that is asked for, as it is; without one, that of the request
 * @param tls how TLS is spoken with addresses after {@code https://}; empty: as sluice.defaults.upstream-tls says
 */
public record PassConfig(String text, Template to, Optional<ClientTlsConfig> tls) {}
