package io.sluice.bench.load;

import io.sluice.bench.wire.Opcode;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Standstill;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plans for tests: short, with few connections, to be changed. */
final class Plans {
    private static final long MILLI = 1_000_000;
    private static final Duration STANDSTILL = Duration.ofMillis(100);
    private static final int MOST_RUNS = 20;

    private final Target target;
    private final InetSocketAddress address;
    private Mode mode = Mode.MESSAGES;
    private Traffic traffic = Traffic.ECHO;
    private Sizes sizes = Sizes.of(64);
    private String text;
    private String method = "GET";
    private String body;
    private String subprotocols = "";
    private List<String> fields = List.of();
    private int skip;
    private int connections = 2;
    private int threads = 1;
    private int inFlight = 1;
    private long millis = 200;
    private long timeout = 5_000;
    private double rate;
    private Security security;
    private double connectRate;

    private Plans(Target target, InetSocketAddress address) {
        this.target = target;
        this.address = address;
    }

    static Plans ws(ScriptedBackend backend) {
        return ws(backend.address());
    }

    static Plans ws(InetSocketAddress address) {
        return new Plans(Target.parse("ws://localhost:" + address.getPort() + "/chat"), address);
    }

    static Plans http(ScriptedBackend backend) {
        return new Plans(Target.parse("http://localhost:" + backend.address().getPort() + "/page"), backend.address());
    }

    Plans mode(Mode other) {
        mode = other;
        return this;
    }

    Plans traffic(Traffic other) {
        traffic = other;
        return this;
    }

    Plans sizes(Sizes other) {
        sizes = other;
        return this;
    }

    Plans text(String fixed) {
        text = fixed;
        return this;
    }

    Plans post(String other) {
        method = "POST";
        body = other;
        return this;
    }

    Plans method(String other) {
        method = other;
        return this;
    }

    Plans subprotocols(String names) {
        subprotocols = names;
        return this;
    }

    Plans fields(String... lines) {
        fields = List.of(lines);
        return this;
    }

    Plans skip(int messages) {
        skip = messages;
        return this;
    }

    Plans connections(int count, int ofThreads) {
        connections = count;
        threads = ofThreads;
        return this;
    }

    Plans inFlight(int count) {
        inFlight = count;
        return this;
    }

    Plans millis(long measured) {
        millis = measured;
        return this;
    }

    Plans timeout(long other) {
        timeout = other;
        return this;
    }

    Plans security(Security other) {
        security = other;
        return this;
    }

    Plans rate(double perSecond) {
        rate = perSecond;
        return this;
    }

    Plans connectRate(double perSecond) {
        connectRate = perSecond;
        return this;
    }

    Plan plan() {
        byte[] fixed = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        byte[] content = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        return new Plan(
                target,
                address,
                mode,
                new Request(target, method, fields, content, subprotocols),
                target.webSocket()
                        ? new Messages(traffic, text == null ? Opcode.BINARY : Opcode.TEXT, sizes, fixed, skip)
                        : null,
                security,
                connections,
                threads,
                0,
                millis * MILLI,
                rate,
                connectRate,
                inFlight,
                timeout * MILLI,
                List.of());
    }

    /** Runs it. */
    Figures go() throws Exception {
        return new Run(plan()).go(sample -> {});
    }

    /**
     * Runs it; again where this process meanwhile stood still for a time that a test's window or timeout would notice, some
     * times at most: it fails where none of them was steady. For tests of what is counted within a time; their back ends must
     * bear several runs.
     */
    Figures goSteadily() throws Exception {
        List<Duration> standstills = new ArrayList<>();
        while (standstills.size() < MOST_RUNS) {
            try (Standstill standstill = new Standstill()) {
                Figures figures = go();
                Duration longest = standstill.longest();
                if (longest.compareTo(STANDSTILL) < 0) {
                    return figures;
                }
                standstills.add(longest);
            }
        }
        throw new AssertionError(
                "this process stood still for " + standstills + " during the runs (expected: one with less than "
                        + STANDSTILL + ", without which nothing can be said of what was counted)");
    }
}
