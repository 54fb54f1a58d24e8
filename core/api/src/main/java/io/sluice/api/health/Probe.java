package io.sluice.api.health;

import io.sluice.api.balance.Endpoint;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** One asking of one endpoint. Thread-safe, but for {@link #talk}. */
public interface Probe {
    /** Who is asked. */
    Endpoint endpoint();

    /** Where: the endpoint's address, with the port of the {@code health} block where it names another. */
    SocketAddress address();

    /**
     * The same as a URL would have it, with the endpoint's host as the configuration writes it: what a Host field holds
     * (RFC 9110 section 7.2). The port is left out where it is the scheme's own.
     */
    String authority();

    /** Whether {@link #talk} speaks TLS: as the upstream does, unless the {@code health} block says otherwise. */
    boolean tls();

    /** How long the whole probe may take, connecting included. */
    Duration timeout();

    /**
     * Connects to {@link #address()}, with TLS as the upstream has it (names, authorities, certificates, versions), and talks.
     * The server closes the connection when the conversation has come to its end and when the time is up. On the thread of
     * probes alone; once per probe.
     *
     * @return completes normally after {@link Peer#pass()}, else with a {@link ProbeFailure}
     */
    CompletionStage<Void> talk(Conversation conversation);
}
