package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.exchange.TunnelView.Side;
import io.sluice.api.exchange.UpstreamTry;
import io.sluice.api.status.ClosedTunnel;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.FakeTunnel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentClosingsTest {
    private final RecentClosings closings = new RecentClosings();

    private static FakeExchange ended(String reason) {
        return FakeExchange.upgrade("/ws")
                .client("2001:db8::1", 4711)
                .upstreamName("chat")
                .tried(new UpstreamTry("10.0.0.1:80", 502, -1, -1, 0, 0, 0))
                .tried(new UpstreamTry("10.0.0.2:80", 101, 1, 2, 3, 0, 0))
                .time(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofSeconds(62))
                .tunnel(FakeTunnel.closed(Side.CLIENT, 4401, reason));
    }

    @Test
    void whatIsKnownOfATunnelStaysWhenItsExchangeIsGone() {
        closings.add(ended("<b>bye</b>"), "client-close");

        assertThat(closings.view())
                .containsExactly(new ClosedTunnel(
                        Instant.parse("2026-01-01T00:01:02Z"),
                        "[2001:db8::1]:4711",
                        "",
                        "chat",
                        "10.0.0.2:80",
                        Duration.ofMillis(61_005),
                        3,
                        5,
                        300,
                        5000,
                        4401,
                        "<b>bye</b>",
                        Side.CLIENT,
                        "client-close"));
    }

    @Test
    void onlyTheLastHundredAreKeptTheNewestFirst() {
        IntStream.range(0, 250).forEach(i -> closings.add(ended("number " + i), "client-close"));

        List<String> expected = IntStream.iterate(249, i -> i > 149, i -> i - 1)
                .mapToObj(i -> "number " + i)
                .toList();
        assertThat(closings.view()).extracting(ClosedTunnel::closeReason).isEqualTo(expected);
    }

    @Test
    void workersThatNoteAtOnceLoseNothingButWhatIsTooOld() throws InterruptedException {
        int workers = 4;
        CountDownLatch done = new CountDownLatch(workers);
        for (int w = 0; w < workers; w++) {
            String mark = "worker " + w + " ";
            new Thread(() -> {
                        IntStream.range(0, 25).forEach(i -> closings.add(ended(mark + i), "ok"));
                        done.countDown();
                    })
                    .start();
        }

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(closings.view())
                .extracting(ClosedTunnel::closeReason)
                .hasSize(100)
                .doesNotHaveDuplicates();
    }
}
