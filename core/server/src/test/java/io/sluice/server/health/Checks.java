package io.sluice.server.health;

import io.sluice.api.health.HealthCheck;
import io.sluice.server.config.HealthConfig;
import io.sluice.server.tls.ClientTls;
import io.sluice.testkit.TestSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Checks as a configuration would make them: every 5 s with a timeout of 2 s. */
final class Checks {
    static final Duration INTERVAL = Duration.ofSeconds(5);
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private Checks() {}

    static Check of(HealthCheck check, int rise, int fall) {
        return of(check, rise, fall, Duration.ZERO, TIMEOUT, null);
    }

    static Check of(HealthCheck check, int rise, int fall, Duration jitter, Duration timeout, ClientTls tls) {
        HealthConfig config = new HealthConfig(
                "test",
                TestSettings::empty,
                "test.conf:1",
                INTERVAL,
                jitter,
                timeout,
                rise,
                fall,
                OptionalInt.empty(),
                tls != null,
                Optional.empty());
        return new Check(config, check, tls == null ? null : () -> tls);
    }

    static Check onPort(HealthCheck check, int port) {
        HealthConfig like = of(check, 1, 1).config();
        HealthConfig config = new HealthConfig(
                like.check(),
                like.settings(),
                like.place(),
                like.interval(),
                like.jitter(),
                like.timeout(),
                1,
                1,
                OptionalInt.of(port),
                false,
                Optional.empty());
        return new Check(config, check, null);
    }
}
