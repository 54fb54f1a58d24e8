package io.sluice.server.upstream;

import static io.sluice.server.transport.Loopback.on;
import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.balance.Changes;
import io.sluice.server.config.TunnelRules;
import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.config.UpstreamConfig.ServerLimits;
import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import io.sluice.server.transport.ConnectCallback;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.Loopback;
import io.sluice.server.transport.Recorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the simplest thing that is right: one list by the time at which they became idle, searched from its end. */
class IdleConnectionsTest {
    private static final int ENDPOINTS = 5;
    private static final List<String> TLS_NAMES = Arrays.asList(null, "a.example", "b.example");
    private static final int LIMIT = 12;
    private static final int ROUNDS = 60;
    private static final int STEPS = 300;

    /** So many are open and not idle when a round begins; those that make room for others use them up. */
    private static final int SPARE = 40;

    private final Metrics metrics = new Metrics();
    private final IdleConnections idle = new IdleConnections(LIMIT, metrics);
    private final List<UpstreamConnection> model = new ArrayList<>();
    private final List<UpstreamConnection> spare = new ArrayList<>();
    private List<EndpointState> endpoints;
    private PoolFixture fixture;
    private Loopback loopback;

    @BeforeEach
    void start() throws IOException {
        fixture = new PoolFixture();
        loopback = fixture.loopback.handlers(() -> new Recorder() {
            @Override
            public void onEnd(Connection connection) {
                connection.closeNow();
            }
        });
        fixture.server(loopback.address());
        endpoints = IntStream.range(0, ENDPOINTS).mapToObj(this::endpoint).toList();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    /** The last one differs each time. */
    static LongStream seeds() {
        return LongStream.of(1, 2, 3, ThreadLocalRandom.current().nextLong());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverIsDoneItHoldsWhatAListWould(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            while (spare.size() < SPARE) {
                spare.add(connect(random));
            }
            String where = "seed " + seed + ", round " + round;
            run(loopback.worker(), () -> {
                for (int step = 0; step < STEPS; step++) {
                    step(random, where + ", step " + step);
                }
            });
            closeSome(random, where);
        }
        run(loopback.worker(), () -> {
            List<UpstreamConnection> left = List.copyOf(model);
            idle.closeAll();
            model.clear();
            assertThat(left)
                    .as("seed %d, after all", seed)
                    .noneMatch(one -> one.connection().isOpen());
            check("seed " + seed + ", after all");
        });
    }

    private void step(Random random, String where) {
        int kind = random.nextInt(100);
        String what = where;
        if (kind < 45 && !spare.isEmpty()) {
            what += ": put";
            put(spare.remove(random.nextInt(spare.size())), what);
        } else if (kind < 90) {
            EndpointState endpoint = endpoints.get(random.nextInt(ENDPOINTS));
            String name = TLS_NAMES.get(random.nextInt(TLS_NAMES.size()));
            what += ": take " + endpoint.name() + " " + name;
            take(endpoint, name, what);
        } else if (kind < 97 && !model.isEmpty()) {
            what += ": remove";
            UpstreamConnection one = model.remove(random.nextInt(model.size()));
            idle.remove(one);
            spare.add(one);
        } else if (!spare.isEmpty()) {
            what += ": remove one that is not there";
            idle.remove(spare.get(random.nextInt(spare.size())));
        }
        check(what);
    }

    private void put(UpstreamConnection one, String what) {
        UpstreamConnection longest = model.size() == LIMIT ? model.remove(0) : null;
        model.add(one);
        idle.put(one);
        if (longest != null) {
            assertThat(longest.connection().isOpen()).as(what).isFalse();
        }
    }

    private void take(EndpointState endpoint, String name, String what) {
        UpstreamConnection expected = null;
        for (UpstreamConnection one : model) {
            if (one.endpoint() == endpoint && Objects.equals(one.tlsName(), name)) {
                expected = one;
            }
        }
        assertThat(idle.take(endpoint, name)).as(what).isSameAs(expected);
        if (expected != null) {
            model.remove(expected);
            spare.add(expected);
        }
    }

    /** As a pool does from threads that are not the worker's. */
    private void closeSome(Random random, String where) throws Exception {
        int which = random.nextInt(4 * ENDPOINTS);
        List<UpstreamConnection> gone;
        if (which < ENDPOINTS) {
            EndpointState unused = endpoints.get(which);
            gone = model.stream().filter(one -> one.endpoint() == unused).toList();
            idle.close(unused);
        } else if (which == ENDPOINTS) {
            gone = List.copyOf(model);
            idle.closeAllSoon();
        } else {
            return;
        }
        model.removeAll(gone);
        run(loopback.worker(), () -> {
            assertThat(gone).as(where).noneMatch(one -> one.connection().isOpen());
            check(where + ": closed");
        });
    }

    private void check(String what) {
        assertThat(metrics.value(Metric.UPSTREAM_IDLE)).as(what).isEqualTo(model.size());
        for (EndpointState endpoint : endpoints) {
            assertThat((long) endpoint.idleConnections())
                    .as("%s: of %s", what, endpoint.name())
                    .isEqualTo(model.stream()
                            .filter(one -> one.endpoint() == endpoint)
                            .count());
        }
        assertThat(model).as(what).allMatch(one -> one.connection().isOpen());
        assertThat(spare).as(what).allMatch(one -> one.connection().isOpen());
    }

    private EndpointState endpoint(int number) {
        UpstreamConfig.Server server = new UpstreamConfig.Server(
                "s" + number, loopback.address(), 1, false, UpstreamConfig.Use.UP, "", ServerLimits.NONE);
        return new EndpointState(Served.of(server), TunnelRules.KEEP, new Changes(fixture.clock::nanoTime), () -> {});
    }

    private UpstreamConnection connect(Random random) throws Exception {
        EndpointState endpoint = endpoints.get(random.nextInt(ENDPOINTS));
        String name = TLS_NAMES.get(random.nextInt(TLS_NAMES.size()));
        CompletableFuture<Connection> made = new CompletableFuture<>();
        ConnectCallback callback = new ConnectCallback() {
            @Override
            public void onConnected(Connection connection) {
                connection.handler(new Recorder());
                made.complete(connection);
            }

            @Override
            public void onFailed(IOException cause) {
                made.completeExceptionally(cause);
            }
        };
        run(
                loopback.worker(),
                () -> loopback.worker()
                        .connect(loopback.address(), false, TimeUnit.SECONDS.toNanos(20), null, callback));
        Connection connection = made.get(20, TimeUnit.SECONDS);
        return on(loopback.worker(), () -> new UpstreamConnection(fixture.pool(), endpoint, name, connection));
    }
}
