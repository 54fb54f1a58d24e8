package io.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live connections of clients: listed, shown and closed by the admin listener. */
class ConnectionCommandsTest extends AdminServer {
    @Test
    void aTunnelIsShownWithAllThatIsKnownOfIt() throws IOException {
        WebSocketPeer tunnel = tunnel("web", "/ws/a?room=1");
        Config one = list("?kind=tunnel").getConfigList("connections").get(0);

        assertThat(one.getString("client")).isEqualTo(local(tunnel));
        assertThat(one.getString("route")).isEqualTo("site /ws/");
        assertThat(one.getString("uri")).isEqualTo("/ws/a?room=1");
        assertThat(one.getString("upstream")).isEqualTo("chat");
        assertThat(one.getString("endpoint")).isEqualTo(backend.hostPort());
        assertThat(one.getString("listener")).isEqualTo("web");
        assertThat(one.getString("userAgent")).isEqualTo("test/1");
        assertThat(one.getLong("messagesIn")).isEqualTo(1);
        assertThat(one.getLong("messagesOut")).isEqualTo(1);
        HttpMessage alone = ask("GET", "/connections/" + one.getLong("id"));
        assertThat(ConfigFactory.parseString(alone.bodyText()).getString("client"))
                .isEqualTo(local(tunnel));
    }

    @Test
    void aListIsFilteredOrderedAndCut() throws IOException {
        WebSocketPeer first = tunnel("web", "/ws/1");
        WebSocketPeer second = tunnel("other", "/ws/2");
        WebSocketPeer third = tunnel("web", "/b/3");
        third.text("more");
        third.readMessage();

        assertThat(clients("")).containsExactly(local(first), local(second), local(third));
        assertThat(clients("?sort=newest")).containsExactly(local(third), local(second), local(first));
        assertThat(clients("?sort=messages&limit=1")).containsExactly(local(third));
        assertThat(list("?sort=messages&limit=1").getInt("more")).isEqualTo(2);
        assertThat(clients("?route=/ws/")).containsExactly(local(first), local(second));
        assertThat(clients("?route=site+/b/")).containsExactly(local(third));
        assertThat(clients("?listener=other")).containsExactly(local(second));
        Eventually.until(
                "only who asks is there", () -> clients("?listener=admin").size() == 1);
        assertThat(clients("?endpoint=" + backend.hostPort())).hasSize(3);
        assertThat(clients("?endpoint=10.0.0.1:80")).isEmpty();
        assertThat(clients("?upstream=other")).isEmpty();
        assertThat(clients("?client=127.0.0.0/8&kind=tunnel")).hasSize(3);
        assertThat(clients("?client=10.0.0.0/8")).isEmpty();
        assertThat(clients("?min-age=1h")).isEmpty();
        assertThat(clients("?min-idle=1h")).isEmpty();
        assertThat(clients("?kind=idle")).isEmpty();
    }

    @Test
    void manyConnectionsAreLookedAtInSlices() throws IOException {
        List<RawClient> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1200; i++) {
                idle.add(RawClient.connect(address("web")));
            }
            Eventually.until("all are accepted", () -> list("?limit=1").getInt("matching") == 1200);
            assertThat(list("?limit=10000").getConfigList("connections"))
                    .extracting(one -> one.getLong("id"))
                    .hasSize(1200)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(ConfigFactory.parseString(
                                    command("/connections/close?kind=idle").bodyText())
                            .getInt("closed"))
                    .isEqualTo(1200);
            Eventually.until("all are closed", () -> list("?limit=1").getInt("matching") == 0);
        } finally {
            idle.forEach(RawClient::close);
        }
    }

    @Test
    void oneIsClosedByItsNumberAndTheOthersStay() throws IOException {
        WebSocketPeer first = tunnel("web", "/ws/1");
        WebSocketPeer second = tunnel("web", "/ws/2");
        long id = list("").getConfigList("connections").get(0).getLong("id");

        assertThat(command("/connections/" + id + "/close?code=4001&reason=go").status())
                .isEqualTo(200);
        assertThat(first.readFrame()).satisfies(frame -> {
            assertThat(frame.closeCode()).isEqualTo(4001);
            assertThat(frame.closeReason()).isEqualTo("go");
        });
        assertThat(command("/connections/" + (id + 1_000_000) + "/close").status())
                .isEqualTo(404);
        second.text("still here");
        assertThat(second.readMessage().text()).isEqualTo("still here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?code=4001",
                "?all=false",
                "?all=true&route=/ws/",
                "?route=/ws/&code=1005",
                "?route=/ws/&code=x",
                "?kind=tunnels",
                "?client=here",
                "?rout=/ws/"
            })
    void whatIsNotClearlyMeantIsNotClosed(String query) throws IOException {
        WebSocketPeer tunnel = tunnel("web", "/ws/1");

        assertThat(command("/connections/close" + query).status()).isEqualTo(400);
        tunnel.text("still here");
        assertThat(tunnel.readMessage().text()).isEqualTo("still here");
    }

    @Test
    void oneThatIsEndingAlreadyIsNotClosedAgain() throws IOException {
        WebSocketPeer tunnel = tunnel("web", "/ws/1");
        long id = list("").getConfigList("connections").get(0).getLong("id");

        assertThat(command("/connections/" + id + "/close?code=4001").bodyText())
                .isEqualTo("{\"closed\":1,\"ending\":0}\n");
        assertThat(command("/connections/" + id + "/close?code=4002").bodyText())
                .isEqualTo("{\"closed\":0,\"ending\":1}\n");
        assertThat(tunnel.readFrame().closeCode()).isEqualTo(4001);
    }

    @Test
    void anIdleConnectionHasEmptyTextsWhereOthersTellOfARequest() throws IOException {
        try (RawClient idle = RawClient.connect(address("web"))) {
            Eventually.until("it is accepted", () -> list("?kind=idle").getInt("matching") == 1);
            Config row = list("?kind=idle").getConfigList("connections").get(0);
            assertThat(row.getString("route") + row.getString("uri") + row.getString("endpoint"))
                    .isEmpty();
            assertThat(row.getInt("pendingToEndpoint")).isZero();
        }
    }
}
