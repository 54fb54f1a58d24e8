package io.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.EndpointView.State;
import io.sluice.server.boot.Server;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.WebSocketClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of a server in this process; no request is sent to the endpoints, which are not there. */
class UpstreamCommandsTest {
    private record InOrder(String name) implements LoadBalancerFactory {
        @Override
        public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
            return exchange -> endpoints.iterator();
        }
    }

    private Server server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("sluice.conf"), """
                sluice {
                  workers = 1, shutdown-timeout = 1s, access-log = off
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams {
                    chat { servers = ["127.0.0.2:1", "127.0.0.3:1", { address = "[::1]:1", backup = on }] }
                    "other one" { servers = ["127.0.0.2"] }
                  }
                  hosts { site { routes = [{ path = "/", upstream = chat }] } }
                  admin { bind = "127.0.0.1:0", status = [] }
                }
                """);
        server = Server.start(
                ConfigLoader.load(file, folder, new Variables()),
                PluginRegistry.of(new InOrder("round-robin")),
                folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpMessage ask(String method, String target, String... fields) throws IOException {
        InetSocketAddress admin = server.addresses().get("admin");
        String[] lines = new String[fields.length + 2];
        lines[0] = "Host: 127.0.0.1:" + admin.getPort();
        lines[1] = "X-Sluice-Command: 1";
        System.arraycopy(fields, 0, lines, 2, fields.length);
        try (RawClient client = RawClient.connect(admin)) {
            return client.request(method, target, lines);
        }
    }

    private List<State> states(String upstream) {
        return server.metrics().status().upstreams().stream()
                .filter(one -> one.name().equals(upstream))
                .flatMap(one -> one.endpoints().stream())
                .map(EndpointView::state)
                .toList();
    }

    @Test
    void anEndpointIsMarkedAndTheAnswerHasItsNewState() throws IOException {
        HttpMessage answer = ask("POST", "/upstreams/chat/127.0.0.3:1?state=down");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.bodyText())
                .isEqualTo("{\"endpoints\":[{\"active\":0,\"address\":\"127.0.0.3:1\",\"name\":\"127.0.0.3:1\","
                        + "\"state\":\"down\",\"tunnels\":0}],\"upstream\":\"chat\"}\n");
        assertThat(states("chat")).containsExactly(State.UP, State.DOWN, State.UP);
    }

    @ParameterizedTest
    @CsvSource({"drain, DRAINING", "down, DOWN", "up, UP"})
    void eachMarkHasItsState(String word, State state) throws IOException {
        ask("POST", "/upstreams/chat/127.0.0.2:1?state=down");
        ask("POST", "/upstreams/chat/127.0.0.2:1?state=" + word);

        assertThat(states("chat")).containsExactly(state, State.UP, State.UP);
    }

    @Test
    void whereAllAreTakenOutOfUseClientsAreToldToComeAgain() throws IOException {
        ask("POST", "/upstreams/chat/127.0.0.2:1?state=drain");
        ask("POST", "/upstreams/chat/127.0.0.3:1?state=down");
        assertThat(upgrade().status()).as("the backup").isEqualTo(502);

        ask("POST", "/upstreams/chat/[::1]:1?state=drain");
        HttpMessage answer = upgrade();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");

        ask("POST", "/upstreams/chat/127.0.0.2:1?state=up");
        assertThat(upgrade().status()).isEqualTo(502);
    }

    private HttpMessage upgrade() throws IOException {
        try (RawClient client = RawClient.connect(server.addresses().get("web"))) {
            client.send(WebSocketClient.request("/", WebSocketClient.newKey()));
            return client.readResponse("GET");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/upstreams/other%20one/127.0.0.2", "/upstreams/other%20one/127.0.0.2:80"})
    void anEndpointIsCalledByItsNameOrItsAddress(String path) throws IOException {
        assertThat(ask("POST", path + "?state=drain").status()).isEqualTo(200);
        assertThat(states("other one")).containsExactly(State.DRAINING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/upstreams/chat/[::1]:1", "/upstreams/chat/%5B%3A%3A1%5D:1"})
    void anIpv6AddressHasItsBrackets(String path) throws IOException {
        assertThat(ask("POST", path + "?state=drain").status()).isEqualTo(200);
        assertThat(states("chat")).containsExactly(State.UP, State.UP, State.DRAINING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /upstreams/caht/127.0.0.2:1?state=down  | 404 | no upstream "caht"; did you mean chat?
            /upstreams/?state=down                  | 404 | no upstream ""
            /upstreams/chat?state=down              | 404 | upstream chat has no endpoint ""
            /upstreams/chat/127.0.0.2:2?state=down  | 404 | upstream chat has no endpoint "127.0.0.2:2"; did you mean 127.0.0.2:1?
            /upstreams/chat/"<b>?state=down         | 404 | upstream chat has no endpoint ""<b>"
            /upstreams/chat/127.0.0.2:1             | 400 | state: not set (expected: one of up, drain, down)
            /upstreams/chat/127.0.0.2:1?state=drian | 400 | state: found "drian" (expected: one of up, drain, down); did you mean drain?
            """)
    void whatIsUnknownIsNamed(String target, int status, String message) throws IOException {
        HttpMessage answer =
                ask("POST", target.replace("\"", "%22").replace("<", "%3C").replace(">", "%3E"));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(ConfigFactory.parseString(answer.bodyText()).getString("error"))
                .isEqualTo(message);
        assertThat(states("chat")).containsOnly(State.UP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void anythingButPostIsNotAllowed(String method) throws IOException {
        HttpMessage answer = ask(method, "/upstreams/chat/127.0.0.2:1?state=down");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(states("chat")).containsOnly(State.UP);
    }

    @Test
    void aPostOfAWebPageIsRefused() throws IOException {
        HttpMessage answer = ask("POST", "/upstreams/chat/127.0.0.2:1?state=down", "Origin: https://evil.example");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.bodyText())
                .isEqualTo("{\"error\":\"refused: it comes from a web page of another origin (Origin)\"}\n");
        assertThat(states("chat")).containsOnly(State.UP);
    }

    @Test
    void aNameThatWasMadeToLeadToThisMachineIsRefused() throws IOException {
        InetSocketAddress admin = server.addresses().get("admin");
        try (RawClient client = RawClient.connect(admin)) {
            HttpMessage answer = client.request(
                    "POST",
                    "/upstreams/chat/127.0.0.2:1?state=down",
                    "Host: evil.example:" + admin.getPort(),
                    "Origin: http://evil.example:" + admin.getPort());
            assertThat(answer.status()).isEqualTo(403);
        }
        assertThat(states("chat")).containsOnly(State.UP);
    }

    @Test
    void aBodyIsNotReadAndEndsTheConnection() throws IOException {
        HttpMessage answer = ask(
                "POST", "/upstreams/chat/127.0.0.2:1?state=down", "Content-Length: 60000", "Connection: keep-alive");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Connection")).isEqualTo("close");
    }

    @Test
    void theOtherListenersHaveNoCommands() throws IOException {
        try (RawClient client = RawClient.connect(server.addresses().get("web"))) {
            HttpMessage answer = client.request("POST", "/upstreams/chat/127.0.0.2:1?state=down");
            assertThat(answer.status()).as("passed on to a back end").isEqualTo(502);
        }
        assertThat(states("chat")).doesNotContain(State.DOWN);
    }
}
