package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin compiled outside the build against lib/, dropped into plugins/. */
class CustomPluginTest {
    @Test
    void aBalancerOfOnesOwnChoosesTheBackEnds(@TempDir Path folder) throws Exception {
        RunningSluice.Launch launch = RunningSluice.in(folder);
        launch.plugin(PluginJars.probe());
        assertThat(Command.sluice(launch.home(), "plugins").stdout()).contains("probe.jar", "by-header", "1.0.0");
        try (ScriptedBackend first = ScriptedBackend.start(Scripts.echo());
                ScriptedBackend second = ScriptedBackend.start(Scripts.echo());
                RunningSluice sluice = launch.start("""
                        sluice {
                          listeners { web { bind = "127.0.0.1:0" } }
                          upstreams {
                            chosen {
                              balance { strategy = by-header, header = X-Endpoint }
                              servers = ["%s", "%s"]
                            }
                          }
                          hosts { site { routes = [{ path = "/", upstream = chosen }] } }
                        }
                        """.formatted(first.hostPort(), second.hostPort()));
                RawClient client = RawClient.connect(sluice.address("web"))) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.get("/", "X-Endpoint: " + i % 3 % 2).status()).isEqualTo(200);
            }
            assertThat(first.requests())
                    .hasSize(7)
                    .allMatch(request -> request.header("X-Endpoint").equals("0"));
            assertThat(second.requests())
                    .hasSize(3)
                    .allMatch(request -> request.header("X-Endpoint").equals("1"));
            try (WebSocketPeer peer = WebSocketClient.open(sluice.address("web"), "/", "X-Endpoint: 1")) {
                peer.text("hello");
                assertThat(peer.readMessage().text()).isEqualTo("hello");
            }
            assertThat(second.requests()).hasSize(4);
        }
    }
}
