package io.sluice.benchmarks;

import io.sluice.api.balance.Changes;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.plugins.balance.consistenthash.ConsistentHashFactory;
import io.sluice.plugins.balance.iphash.IpHashFactory;
import io.sluice.plugins.balance.leastconn.LeastConnFactory;
import io.sluice.plugins.balance.roundrobin.RoundRobinFactory;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.TestSettings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Asks a strategy for its first choice, as each request does. Clients come from 256 networks in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BalancerBenchmark {
    private static final int CLIENTS = 256;

    /** The strategy's name. */
    @Param({"round-robin", "least-conn", "consistent-hash", "ip-hash"})
    public String strategy;

    /** How many endpoints the upstream has. */
    @Param({"2", "10", "100", "1000"})
    public int endpoints;

    /** How many changes of an endpoint are told between two choices, as by those that become full and are so no longer. */
    @Param({"0", "1"})
    public int changesAtEachChoice;

    private Changes changes;
    private LoadBalancer balancer;
    private FakeExchange[] exchanges;
    private int next;

    /** Makes the balancer and the clients. */
    @Setup
    public void prepare() {
        changes = new Changes(System::nanoTime);
        List<Endpoint> list = IntStream.range(0, endpoints)
                .<Endpoint>mapToObj(i -> new FakeEndpoint("10.0." + i / 250 + "." + i % 250 + ":8080")
                        .activeExchanges(1000 + (i * 7919) % 100)
                        .telling(changes))
                .toList();
        LoadBalancerFactory factory =
                switch (strategy) {
                    case "round-robin" -> new RoundRobinFactory();
                    case "least-conn" -> new LeastConnFactory();
                    case "consistent-hash" -> new ConsistentHashFactory();
                    case "ip-hash" -> new IpHashFactory();
                    default -> throw new IllegalArgumentException(strategy);
                };
        String settings = strategy.equals("consistent-hash") ? "key = \"$remote_addr\"" : "";
        balancer = factory.create(list, TestSettings.of(settings, new Variables()));
        exchanges = IntStream.range(0, CLIENTS)
                .mapToObj(i -> FakeExchange.upgrade("/chat").client("198.51." + i + ".7"))
                .toArray(FakeExchange[]::new);
    }

    /** The endpoint that the next client gets. */
    @Benchmark
    public Endpoint choose() {
        for (int i = 0; i < changesAtEachChoice; i++) {
            changes.happened();
        }
        return balancer.rank(exchanges[next++ & (CLIENTS - 1)]).next();
    }
}
