package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.RawClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes that have no access log, or another one than their host. */
class RouteLogTest {
    @Test
    void aRouteWithoutAccessLogLeavesNoLineAndTheOthersDo(@TempDir Path folder) throws Exception {
        try (RunningSluice sluice = RunningSluice.in(folder).start("""
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  access-log { file = "logs/all.log", format = combined }
                  access-logs { few { file = "logs/few.log", format = combined } }
                  hosts { site { routes = [
                    { path = "/quiet", return = 200, access-log = off }
                    { path = "/few", return = 200, access-log = [few] }
                    { path = "/", return = 200 }
                  ] } }
                }
                """)) {
            try (RawClient client = RawClient.connect(sluice.address("web"))) {
                for (String path : new String[] {"/quiet/1", "/few", "/quiet/2", "/usual"}) {
                    assertThat(client.get(path).status()).isEqualTo(200);
                }
            }
            Eventually.until(
                    "the last is logged", () -> sluice.file("logs/all.log").contains("/usual"));
            assertThat(sluice.file("logs/all.log")).doesNotContain("/quiet", "/few");
            assertThat(sluice.file("logs/few.log")).contains("/few").doesNotContain("/quiet", "/usual");
        }
    }
}
