package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.headers.HeaderPolicy;
import io.sluice.server.observe.ErrorLog;
import io.sluice.server.observe.LogCapture;
import io.sluice.server.observe.Metric;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.dns.DnsAnswer;
import io.sluice.testkit.dns.ScriptedDns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Back ends by name: those of an upstream, which come and go, and those that the variables of "pass" lead to. */
class NamesTest {
    private static final String SERVICE = "_ws._tcp.chat.internal";

    @TempDir
    private Path folder;

    private ScriptedDns dns;
    private ScriptedBackend backend;
    private ScriptedBackend second;
    private Proxy proxy;

    @BeforeEach
    void start() throws IOException {
        dns = ScriptedDns.start();
        backend = ScriptedBackend.start(Scripts.answering("first"));
        second = ScriptedBackend.start(Scripts.answering("second"));
    }

    @AfterEach
    void stop() throws IOException {
        if (proxy != null) {
            proxy.close();
        }
        backend.close();
        second.close();
        dns.close();
    }

    private void start(String resolver, String servers) throws Exception {
        proxy = new Proxy(
                folder, """
                resolver { %s }
                upstreams { app { servers = [%s] } }
                hosts { all { names = ["localhost"], routes = [
                  { path = "/", upstream = app }
                  { path = "/to", pass = "http://$arg_host:%d/there" }
                  { path = "/secure", pass = "https://$arg_host" }
                ] } }
                """.formatted(resolver, servers, backend.address().getPort()), new HeaderPolicy() {});
    }

    private String asking() {
        return "addresses = [\"" + dns.hostPort() + "\"], timeout = 2s";
    }

    private void serve(int port) {
        dns.answer(SERVICE, DnsAnswer.SRV, DnsAnswer.EMPTY.service(SERVICE, 1, 0, 1, port, "host.internal"));
    }

    private HttpMessage get(String target) throws IOException {
        try (RawClient client = proxy.client()) {
            return client.get(target);
        }
    }

    private String body(String target) throws IOException {
        try (RawClient client = proxy.client()) {
            return client.get(target).bodyText();
        }
    }

    // ---- an upstream

    @Test
    void whatIsServedFirstHasItsNamesResolvedAlready() throws Exception {
        dns.addresses("chat.internal", 60, "127.0.0.1");
        start(asking(), "{ address = \"chat.internal:" + backend.address().getPort() + "\", resolve = on }");
        assertThat(body("/")).isEqualTo("first");
    }

    @Test
    void aNameThatIsNotThereYetIs502AndServedWhenItIs() throws Exception {
        start(asking(), "{ address = \"chat.internal:" + backend.address().getPort() + "\", resolve = on }");
        assertThat(get("/").status()).isEqualTo(502);
        dns.addresses("chat.internal", 60, "127.0.0.1");
        Eventually.until("it is served", () -> get("/").status() == 200);
    }

    @Test
    void aTunnelGoesOnWhenItsEndpointIsTakenFromTheListAndNewRequestsGoElsewhere() throws Exception {
        try (ScriptedBackend sockets = ScriptedBackend.start(Scripts.echo())) {
            dns.addresses("host.internal", 60, "127.0.0.1");
            serve(sockets.address().getPort());
            start(asking(), "{ service = \"" + SERVICE + "\" }");
            try (WebSocketPeer peer = WebSocketClient.open(proxy.address(), "/")) {
                peer.text("before");
                assertThat(peer.readMessage().text()).isEqualTo("before");

                serve(second.address().getPort());
                Eventually.until("the list has changed", () -> proxy.metric(Metric.UPSTREAM_LIST_CHANGES) == 2);
                assertThat(body("/")).isEqualTo("second");
                for (int i = 0; i < 100; i++) {
                    peer.text("after " + i);
                    assertThat(peer.readMessage().text()).isEqualTo("after " + i);
                }
            }
            assertThat(sockets.connections()).isEqualTo(1);
        }
    }

    @Test
    void theServersOfTheSystemResolveLocalhostFromItsFile() throws Exception {
        start("", "{ address = \"localhost:" + backend.address().getPort() + "\", resolve = on }");
        assertThat(body("/")).isEqualTo("first");
    }

    // ---- names that variables lead to

    @Test
    void aNameInPassIsResolvedAndKeptForItsTtl() throws Exception {
        dns.addresses("app.internal", 60, "127.0.0.1");
        start(asking(), "\"" + second.hostPort() + "\"");
        for (int i = 0; i < 3; i++) {
            assertThat(body("/to?host=APP.internal")).isEqualTo("first");
        }
        assertThat(backend.nextRequest().target()).isEqualTo("/there");
        assertThat(dns.asked("app.internal", DnsAnswer.A)).isEqualTo(1);
    }

    @Test
    void allAddressesOfANameInPassAreTried() throws Exception {
        dns.addresses("app.internal", 60, "127.0.0.2", "127.0.0.3", "127.0.0.1");
        start(asking(), "\"" + second.hostPort() + "\"");
        for (int i = 0; i < 8; i++) {
            assertThat(body("/to?host=app.internal")).isEqualTo("first");
        }
    }

    @Test
    void aNameInPassThatCannotBeResolvedIs502WithNginxsWords() throws Exception {
        start(asking(), "\"" + second.hostPort() + "\"");
        try (LogCapture log = LogCapture.of(ErrorLog.class)) {
            assertThat(get("/to?host=nowhere.internal").status()).isEqualTo(502);
            Eventually.until(
                    "a line",
                    () -> log.lines().stream()
                            .anyMatch(line ->
                                    line.contains("nowhere.internal could not be resolved (3: Host not found)")));
        }
        assertThat(proxy.line("/to").tries()).isEmpty();
    }

    @Test
    void withoutAResolverANameInPassIs502WithNginxsWords() throws Exception {
        start("", "\"" + second.hostPort() + "\"");
        try (LogCapture log = LogCapture.of(ErrorLog.class)) {
            assertThat(get("/to?host=app.internal").status()).isEqualTo(502);
            Eventually.until(
                    "a line",
                    () -> log.lines().stream()
                            .anyMatch(line -> line.contains("no resolver defined to resolve app.internal")));
        }
    }

    @Test
    void aClientThatLeavesWhileItsNameIsResolvedLeavesNothingBehind() throws Exception {
        dns.always("app.internal", DnsAnswer.SILENCE);
        start(asking(), "\"" + second.hostPort() + "\"");
        try (RawClient client = proxy.client()) {
            client.sendRequest("GET", "/to?host=app.internal");
            Eventually.until("asked", () -> dns.asked("app.internal", DnsAnswer.A) > 0);
        }
        assertThat(proxy.line("/to").status()).isEqualTo(499);
        Eventually.until("given up", () -> proxy.metric(Metric.RESOLVER_FAILURES) == 1);
        assertThat(body("/")).isEqualTo("second");
        proxy.awaitQuiet();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "app.internal"})
    void tlsIsSpokenWithWhatHttpsLeadsTo(String host) throws Exception {
        dns.addresses("app.internal", 60, "127.0.0.1");
        CompletableFuture<Integer> firstByte = new CompletableFuture<>();
        try (ScriptedBackend secure = ScriptedBackend.start(connection -> firstByte.complete(connection.peek()))) {
            start(asking(), "\"" + second.hostPort() + "\"");
            String target = "/secure?host=" + host + ":" + secure.address().getPort();
            assertThat(get(target).status()).isEqualTo(502);
            assertThat(firstByte.get(20, TimeUnit.SECONDS))
                    .as("a handshake record")
                    .isEqualTo(0x16);
        }
    }
}
