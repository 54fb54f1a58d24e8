package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.Standstill;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** SIGTERM under thousands of tunnels that talk: how each of them ends, and how many in a second. */
@Isolated("thousands of tunnels, and how many end in a second")
class CrowdDrainTest {
    /** {@code -Dsluice.crowd=4000} for as many as one likes; they are ended over about ten seconds then. */
    private static final int TUNNELS = Integer.getInteger("sluice.crowd", 1_000);

    private static final int TALK = 1_000;

    /** A tenth more than would do for the window. */
    private static final int RATE = TUNNELS > 1_000 ? 450 : 250;

    private static final int WINDOW = Math.max(1, TUNNELS * 10 / 9 / RATE);

    @TempDir
    private Path folder;

    @Test
    void everyClientIsSentCloseBetweenTwoMessagesAndNoMoreThanTheRateAllowsInASecond() throws Exception {
        try (EchoLoop echo = EchoLoop.begin();
                RunningSluice sluice =
                        RunningSluice.in(folder).shippedOptions().start("""
                        sluice {
                          max-connections = 20000, shutdown-timeout = 60s, access-log = off
                          drain { window = %ds, rate = %d }
                          listeners { web { bind = "127.0.0.1:0", backlog = 1024 } }
                          upstreams { app { servers = ["%s"] } }
                          hosts { site { routes = [ { path = "/", upstream = app } ] } }
                        }
                        """.formatted(WINDOW, RATE, echo.hostPort()));
                Crowd crowd = Crowd.open(sluice.address("web"), TUNNELS, number -> "/tunnel/" + number)) {
            crowd.talk(TALK);
            Eventually.until("all talk", () -> crowd.look(all -> all.stream().allMatch(one -> one.received() > 0)));
            double second;
            try (Standstill standstill = new Standstill()) {
                assertThat(sluice.stop()).isZero();
                crowd.awaitEnds();
                second = 1 + standstill.longest().toNanos() / 1e9;
            }
            crowd.assertFine();
            List<Long> moments = crowd.look(
                    all -> all.stream().map(CrowdTunnel::closedAt).sorted().toList());
            crowd.look(all -> assertThat(all)
                    .allSatisfy(one -> assertThat(one.closeCode()).isEqualTo(1012))
                    .allSatisfy(one -> assertThat(one.closeReason()).isEqualTo("service restart")));
            int most = mostInASecond(moments);
            System.out.printf(
                    "%d tunnels ended within %.1f s, at most %d of them in a second (rate %d)%n",
                    TUNNELS, (moments.get(TUNNELS - 1) - moments.get(0)) / 1e9, most, RATE);
            // The server keeps the rate when it writes; a client that had to wait for its turn sees more of them at
            // once, as do all when this process stood still: what came meanwhile counts, too.
            assertThat((double) most).isLessThanOrEqualTo(RATE * second + RATE / 4.0);
        }
    }

    /** The greatest number of moments in any window of a second. */
    private static int mostInASecond(List<Long> moments) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < moments.size(); to++) {
            while (moments.get(to) - moments.get(from) >= TimeUnit.SECONDS.toNanos(1)) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
