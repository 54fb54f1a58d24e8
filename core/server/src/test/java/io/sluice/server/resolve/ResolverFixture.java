package io.sluice.server.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.exchange.AddressText;
import io.sluice.server.config.ResolverConfig;
import io.sluice.server.observe.Metrics;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.dns.ScriptedDns;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A resolver over a real name server, with a time of the test's. */
final class ResolverFixture implements AutoCloseable {
    final ScriptedDns dns = ScriptedDns.start();
    final ManualPace pace = new ManualPace();
    final Metrics metrics = new Metrics();
    private final BlockingQueue<List<Found>> told = new LinkedBlockingQueue<>();
    private final List<InetSocketAddress> servers = new ArrayList<>(List.of(dns.address()));
    private Optional<Duration> valid = Optional.empty();
    private boolean ipv4 = true;
    private boolean ipv6 = true;
    private Duration timeout = Duration.ofSeconds(20);
    private Resolver resolver;

    ResolverFixture() throws IOException {}

    ResolverFixture before(InetSocketAddress server) {
        servers.add(0, server);
        return this;
    }

    ResolverFixture valid(Duration always) {
        valid = Optional.of(always);
        return this;
    }

    ResolverFixture families(boolean four, boolean six) {
        ipv4 = four;
        ipv6 = six;
        return this;
    }

    ResolverFixture timeout(Duration whole) {
        timeout = whole;
        return this;
    }

    Resolver resolver() {
        if (resolver == null) {
            resolver = Resolver.of(
                    new ResolverConfig(List.copyOf(servers), true, valid, ipv4, ipv6, timeout), metrics, pace);
        }
        return resolver;
    }

    /** Watches a host or a service, and waits for the first answer or failure. */
    void watch(String name, boolean service) throws Exception {
        resolver().watch(new Question(name, service), "upstream \"chat\"", told::add);
        resolver().start(Eventually.DEADLINE);
        pace.settle();
    }

    void watch(String name) throws Exception {
        watch(name, false);
    }

    /** What the listener was told next, as texts. */
    List<String> told() throws Exception {
        List<Found> found = told.poll(20, TimeUnit.SECONDS);
        assertThat(found).as("a list was told").isNotNull();
        pace.settle();
        return found.stream().map(ResolverFixture::text).toList();
    }

    /** Moves the time on to the next question, and waits until that was answered and the one after is planned. */
    void ask() throws Exception {
        Duration next = pace.next();
        assertThat(next).as("a question is planned").isNotNull();
        pace.advance(next);
        Eventually.until("the next question is planned", () -> pace.next() != null);
        pace.settle();
    }

    /** That nothing more was told. */
    void quiet() throws Exception {
        pace.settle();
        assertThat(told).isEmpty();
    }

    private static String text(Found found) {
        String address = AddressText.of(found.address());
        return found.port() == 0
                ? address
                : found.host() + " " + address + ":" + found.port() + " p" + found.priority() + " w" + found.weight();
    }

    @Override
    public void close() throws IOException {
        if (resolver != null) {
            resolver.close();
        }
        pace.close();
        dns.close();
    }
}
