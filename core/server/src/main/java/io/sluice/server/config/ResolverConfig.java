package io.sluice.server.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How names of back ends are resolved while the server runs (nginx: resolver).
 *
 * @param addresses the name servers; empty: those of the system, with its file of hosts
 * @param forRequests whether names that requests lead to are resolved, too: whether the file names a resolver
 * @param valid for how long an answer is good, in place of its TTL (valid=); empty: the TTL counts
 * @param ipv4 whether IPv4 addresses are asked for (ipv4=)
 * @param ipv6 whether IPv6 addresses are asked for (ipv6=)
 * @param timeout how long one question may take (resolver_timeout)
 */
public record ResolverConfig(
        List<InetSocketAddress> addresses,
        boolean forRequests,
        Optional<Duration> valid,
        boolean ipv4,
        boolean ipv6,
        Duration timeout) {}
