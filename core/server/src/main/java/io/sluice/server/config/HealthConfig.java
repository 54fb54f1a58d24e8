package io.sluice.server.config;

import io.sluice.api.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * How the health of an upstream's endpoints is checked; of several checks, all must be content.
 *
 * @param check the name of the extension that does it
 * @param settings makes its settings afresh, for each call of its factory
 * @param place file and line, for messages
 * @param interval from one probe of an endpoint to the next (interval=)
 * @param jitter each probe is later than that by a time of chance, up to this (jitter=)
 * @param timeout how long a probe may take, connecting included
 * @param rise probes in a row that an endpoint which is down must pass, 1 or more (passes=)
 * @param fall probes in a row that an endpoint which is up must fail, 1 or more (fails=)
 * @param port asked in place of the endpoint's own (port=)
 * @param tls whether TLS is spoken, as the upstream speaks it
 * @param serverName the name that TLS asks for and verifies; empty: the host of the endpoint's address as written
 */
public record HealthConfig(
        String check,
        Supplier<Settings> settings,
        String place,
        Duration interval,
        Duration jitter,
        Duration timeout,
        int rise,
        int fall,
        OptionalInt port,
        boolean tls,
        Optional<String> serverName) {}
