package io.sluice.server.health;

import io.sluice.api.health.HealthCheck;
import io.sluice.server.config.HealthConfig;
import io.sluice.server.tls.ClientTls;
import java.util.function.Supplier;

/**
 * A check that an upstream's endpoints must pass.
 *
 * @param config when and how it is done
 * @param check what is done
 * @param tls how TLS is spoken at the moment; null for none
 */
public record Check(HealthConfig config, HealthCheck check, Supplier<ClientTls> tls) {}
