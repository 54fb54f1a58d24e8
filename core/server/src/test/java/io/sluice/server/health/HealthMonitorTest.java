package io.sluice.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.health.HealthCheck;
import io.sluice.api.health.Probe;
import io.sluice.api.health.ProbeFailure;
import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When endpoints are probed, and what follows from the answers; the clock and the answers are the test's. */
class HealthMonitorTest {
    private final ManualLoop loop = new ManualLoop();
    private final Metrics metrics = new Metrics(loop::now);
    private final WatchedEndpoint endpoint = new WatchedEndpoint("10.0.0.1:8080");
    private final Scripted check = new Scripted();
    private double chance;
    private int known;

    /** Answers as the test says, and leaves a probe open where it says nothing. */
    private final class Scripted implements HealthCheck {
        final List<Long> times = new ArrayList<>();
        final List<CompletableFuture<Void>> open = new ArrayList<>();
        String answers = "";

        @Override
        public CompletionStage<Void> probe(Probe probe) {
            times.add(Duration.ofNanos(loop.now()).toMillis());
            int turn = times.size() - 1;
            char answer = turn < answers.length() ? answers.charAt(turn) : '?';
            CompletableFuture<Void> stage = new CompletableFuture<>();
            switch (answer) {
                case '+' -> stage.complete(null);
                case '-' -> stage.completeExceptionally(new ProbeFailure("not now"));
                case '!' -> throw new IllegalStateException("a bad plugin");
                case '0' -> {
                    return null;
                }
                default -> open.add(stage);
            }
            return stage;
        }
    }

    private HealthMonitor monitor(int slots, List<Check> checks, WatchedEndpoint... endpoints) {
        HealthMonitor monitor = new HealthMonitor("chat", checks);
        List.of(endpoints).forEach(monitor::watch);
        monitor.with(new CheckRun.Means(loop, new Slots(slots), metrics, () -> chance));
        monitor.begin(() -> known++);
        loop.run();
        return monitor;
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            loop.advance(Checks.INTERVAL);
        }
    }

    @ParameterizedTest(name = "rise {1}, fall {2}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            +       | 3 | 3 | up
            -       | 3 | 3 | up down
            +-      | 1 | 1 | up down
            +--     | 1 | 3 | up
            +---    | 1 | 3 | up down
            +-+--   | 1 | 3 | up
            +--+--- | 1 | 3 | up down
            --++    | 3 | 1 | up down
            -+++    | 3 | 1 | up down up
            -++-+++ | 3 | 1 | up down up
            -++-++  | 3 | 1 | up down
            +!!     | 1 | 2 | up down
            +00     | 1 | 2 | up down
            """)
    void theFirstAnswerCountsAtOnceAndLaterOnesInARow(String answers, int rise, int fall, String states) {
        check.answers = answers;
        monitor(9, List.of(Checks.of(check, rise, fall)), endpoint);
        rounds(answers.length() - 1);
        assertThat(check.times).hasSize(answers.length());
        List<String> told = new ArrayList<>(List.of("up"));
        endpoint.told.forEach(well -> {
            String state = well ? "up" : "down";
            if (!told.get(told.size() - 1).equals(state)) {
                told.add(state);
            }
        });
        assertThat(String.join(" ", told)).isEqualTo(states);
        assertThat(known).isOne();
    }

    @Test
    void theFirstProbeComesAtOnceAndTheOthersAtTheInterval() {
        check.answers = "+++";
        monitor(9, List.of(Checks.of(check, 1, 1)), endpoint);
        rounds(2);
        assertThat(check.times).containsExactly(0L, 5000L, 10_000L);
    }

    @Test
    void jitterMakesEachLaterProbeComeLater() {
        check.answers = "++++";
        chance = 0.5;
        monitor(9, List.of(Checks.of(check, 1, 1, Duration.ofSeconds(2), Checks.TIMEOUT, null)), endpoint);
        loop.advance(Duration.ofSeconds(13));
        assertThat(check.times).containsExactly(0L, 6000L, 12_000L);
    }

    @Test
    void aProbeWithoutAnAnswerFailsAtTheTimeoutAndIsGivenUp() {
        check.answers = "+";
        monitor(9, List.of(Checks.of(check, 1, 1)), endpoint);
        loop.advance(Duration.ofMillis(6_999));
        assertThat(endpoint.told).doesNotContain(false);
        loop.advance(Duration.ofMillis(1));
        assertThat(endpoint.told).last().isEqualTo(false);
        assertThat(check.open)
                .singleElement()
                .satisfies(stage -> assertThat(stage).isCancelled());
        assertThat(metrics.value(Metric.HEALTH_FAILURES)).isOne();
    }

    @Test
    void anAnswerAfterTheTimeoutCountsForNothing() {
        check.answers = "-";
        HealthCheck deaf = probe -> check.probe(probe).thenRun(() -> {});
        monitor(9, List.of(Checks.of(deaf, 1, 1)), endpoint);
        loop.advance(Duration.ofSeconds(8));
        check.open.get(0).complete(null);
        loop.run();
        assertThat(endpoint.told).containsOnly(false);
        assertThat(metrics.value(Metric.HEALTH_PROBES)).isEqualTo(2);
    }

    @Test
    void probesOfAnEndpointDoNotOverlapWhereTheTimeoutIsLongerThanTheInterval() {
        monitor(9, List.of(Checks.of(check, 1, 1, Duration.ZERO, Duration.ofSeconds(12), null)), endpoint);
        loop.advance(Duration.ofSeconds(30));
        assertThat(check.times).as("at once after the one before").containsExactly(0L, 12_000L, 24_000L);
    }

    @Test
    void noMoreProbesRunAtOnceThanThereAreSlots() {
        WatchedEndpoint[] many = IntStream.range(0, 5)
                .mapToObj(i -> new WatchedEndpoint("s" + i))
                .toArray(WatchedEndpoint[]::new);
        monitor(2, List.of(Checks.of(check, 1, 1)), many);
        assertThat(check.open).hasSize(2);
        check.open.get(0).complete(null);
        loop.run();
        assertThat(check.open).hasSize(3);
        loop.advance(Duration.ofSeconds(4));
        assertThat(check.times)
                .as("the others when those before have timed out")
                .containsExactly(0L, 0L, 0L, 2000L, 2000L);
    }

    @Test
    void whoHasNotAnsweredWhenTrafficComesIsDownUntilItDoes() {
        HealthMonitor monitor = monitor(9, List.of(Checks.of(check, 3, 3)), endpoint);
        assertThat(endpoint.told).isEmpty();
        monitor.admit();
        assertThat(endpoint.told).containsExactly(false);
        assertThat(metrics.value(Metric.HEALTH_DOWN)).isOne();
        check.open.get(0).complete(null);
        loop.run();
        assertThat(endpoint.told).containsExactly(false, true);
        assertThat(metrics.value(Metric.HEALTH_DOWN)).isZero();
        assertThat(metrics.value(Metric.HEALTH_UP)).isOne();
    }

    @Test
    void whoIsWellBeforeTrafficWasNeverDown() {
        check.answers = "+";
        monitor(9, List.of(Checks.of(check, 1, 1)), endpoint).admit();
        assertThat(endpoint.told).as("so that it does not start slowly").doesNotContain(false);
    }

    @Test
    void allChecksMustBeContent() {
        Scripted other = new Scripted();
        check.answers = "+++++";
        other.answers = "-++-+";
        monitor(9, List.of(Checks.of(check, 1, 1), Checks.of(other, 1, 1)), endpoint);
        assertThat(endpoint.told).containsExactly(false);
        rounds(1);
        assertThat(endpoint.told).containsExactly(false, true);
        rounds(2);
        assertThat(endpoint.told).containsExactly(false, true, false);
        rounds(1);
        assertThat(endpoint.told).containsExactly(false, true, false, true);
        assertThat(metrics.value(Metric.HEALTH_CHANGES)).isEqualTo(3);
    }

    @Test
    void whoIsMarkedAsDownIsNotAskedUntilTheMarkIsGone() {
        endpoint.down = true;
        check.answers = "++";
        monitor(9, List.of(Checks.of(check, 1, 1)), endpoint);
        assertThat(known).as("nobody waits for it").isOne();
        rounds(3);
        assertThat(check.times).isEmpty();
        endpoint.down = false;
        rounds(1);
        assertThat(check.times).containsExactly(20_000L);
    }

    @Test
    void whoIsAddedUnderTrafficIsDownUntilItIsFoundWell() {
        HealthMonitor monitor = monitor(9, List.of(Checks.of(check, 1, 1)));
        check.answers = "+";
        monitor.watch(endpoint);
        assertThat(endpoint.told).containsExactly(false);
        loop.run();
        assertThat(endpoint.told).startsWith(false).endsWith(true);
    }

    @Test
    void whoGoesBeforeTheStartIsNotAsked() {
        HealthMonitor monitor = new HealthMonitor("chat", List.of(Checks.of(check, 1, 1)));
        monitor.watch(endpoint);
        monitor.unwatch(endpoint);
        assertThat(monitor.with(new CheckRun.Means(loop, new Slots(1), metrics, () -> 0)))
                .isZero();
        monitor.begin(() -> known++);
        rounds(1);
        assertThat(check.times).isEmpty();
    }

    @Test
    void whoIsTakenOutIsAskedNoMore() {
        check.answers = "+";
        HealthMonitor monitor = monitor(9, List.of(Checks.of(check, 1, 1)), endpoint);
        loop.advance(Checks.INTERVAL);
        monitor.unwatch(endpoint);
        rounds(3);
        assertThat(check.times).hasSize(2);
        assertThat(check.open).allMatch(CompletableFuture::isCancelled);
        assertThat(metrics.value(Metric.HEALTH_UP)).isZero();
        assertThat(endpoint.told).doesNotContain(false);
    }

    @Test
    void afterTheEndNothingIsAskedAndTheSlotsAreFree() {
        Slots shared = new Slots(1);
        CheckRun.Means means = new CheckRun.Means(loop, shared, metrics, () -> 0);
        HealthMonitor first = new HealthMonitor("a", List.of(Checks.of(check, 1, 1)));
        first.watch(endpoint);
        first.watch(new WatchedEndpoint("b"));
        first.with(means);
        first.begin(() -> {});
        first.close();
        loop.run();
        Scripted later = new Scripted();
        HealthMonitor second = new HealthMonitor("c", List.of(Checks.of(later, 1, 1)));
        second.watch(endpoint);
        second.with(means);
        second.begin(() -> {});
        rounds(3);
        assertThat(check.times).hasSize(1);
        assertThat(later.times).isNotEmpty();
    }
}
