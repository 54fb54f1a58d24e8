package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the admin listener in a real browser. */
class DashboardTest {
    private static final String TOKEN = "look-0123456789abcdefghijklmnop";
    private static final String REASON = "moved <b>on</b>";

    @TempDir
    private Path folder;

    private ScriptedBackend backend;
    private final int admin = FreePort.next();
    private final List<WebSocketPeer> tunnels = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        backend = ScriptedBackend.start(
                connection -> Scripts.echo(connection.acceptWebSocket(connection.readRequest(), new byte[0])));
    }

    @AfterEach
    void stop() throws IOException {
        for (WebSocketPeer tunnel : tunnels) {
            tunnel.close();
        }
        backend.close();
    }

    private RunningSluice sluice(String place, String settings) throws IOException {
        RunningSluice.Launch launch = RunningSluice.in(Files.createDirectory(folder.resolve(place)));
        Path token = Files.writeString(launch.home().resolve("conf/look.token"), TOKEN);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        return launch.start("""
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams { chat { servers = ["%s"] } }
                  hosts { site { routes = [ { path = "/ws", upstream = chat } ] } }
                  admin { bind = "127.0.0.1:%d", %s }
                }
                """.formatted(backend.hostPort(), admin, settings));
    }

    private String url() {
        return "http://127.0.0.1:" + admin + "/";
    }

    @Test
    void aHundredTunnelsAndHowFortyOfThemEndAreSeen() throws Exception {
        try (RunningSluice sluice = sluice("one", "");
                Browser browser = Browser.start(folder)) {
            browser.go(url());
            browser.awaitShown("#n-tunnels", "0");
            for (int i = 0; i < 100; i++) {
                WebSocketPeer tunnel = WebSocketClient.open(sluice.address("web"), "/ws");
                tunnels.add(tunnel);
                tunnel.text("hello");
                assertThat(tunnel.readMessage().text()).isEqualTo("hello");
            }
            browser.awaitShown("#n-tunnels", "100");
            browser.awaitShown("#t-routes [data-label=Tunnels]", "100");
            browser.awaitShown("#t-endpoints [data-label=Tunnels]", "100");
            assertThat(browser.shown("#t-endpoints [data-label=State]")).isEqualTo("up");
            assertThat(browser.text("document.querySelector('#chart-tunnels svg').getAttribute('aria-label')"))
                    .startsWith("Open tunnels: 100 now; 100 at most");

            for (WebSocketPeer tunnel : tunnels.subList(0, 40)) {
                tunnel.sendClose(4401, REASON);
                assertThat(tunnel.readFrame().opcode()).isEqualTo(WebSocketFrame.CLOSE);
                tunnel.close();
            }
            browser.awaitShown("#n-tunnels", "60");
            browser.awaitShown("#m-closings", "the last 40");
            assertThat(browser.text("document.querySelectorAll('#t-closings tbody tr').length"))
                    .isEqualTo("40");
            assertThat(browser.shown("#t-closings [data-label='Code and reason']"))
                    .isEqualTo("4401\n" + REASON);
            assertThat(browser.shown("#t-closings [data-label=By]")).isEqualTo("client");
            assertThat(browser.shown("#t-closings [data-label=Ending]")).isEqualTo("client-close");
            assertThat(browser.shown("#t-closings [data-label='Messages in / out']"))
                    .startsWith("1 / 1");
            assertThat(browser.shown("#reasons li")).isEqualTo("client-close 4xxx\n40");
            assertThat(browser.text("document.querySelector('#t-closings td b')"))
                    .isEqualTo("null");

            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.text("performance.getEntriesByType('resource')"
                            + ".filter(one => new URL(one.name).origin !== location.origin).length"))
                    .isEqualTo("0");
        }
    }

    @Test
    void theConfigurationInForceIsShownAndAReloadIsSeenWithoutLoadingThePageAgain() throws Exception {
        Signals.assumeHeard(Signals.HANGUP);
        try (RunningSluice sluice = sluice("one", "");
                Browser browser = Browser.start(folder)) {
            browser.go(url());
            browser.awaitShown("#configuration dd", "1");
            assertThat(browser.shown("#t-plugins")).contains("status-dashboard", "in force");
            Path file = sluice.home().resolve("conf/test.conf");
            String good = Files.readString(file);

            Files.writeString(file, good.replace("path = \"/ws\"", "path = \"/other\""));
            assertThat(Command.sluice(sluice.home(), "reload", "-c", file.toString())
                            .code())
                    .isZero();
            browser.awaitShown("#configuration dd", "2");
            browser.awaitShown("#link", "live");
            assertThat(browser.shown("#reload")).contains("/other");

            Files.writeString(file, good.replace("upstream = chat", "upstream = caht"));
            String pid = Long.toString(sluice.process().pid());
            assertThat(Command.run("kill", "-HUP", pid).code())
                    .isZero(); // bin/sluice reload would see the fault itself
            assertThat(Eventually.value(
                            "the refusal is shown", () -> browser.shown("#reload.bad li"), text -> !text.isEmpty()))
                    .contains("test.conf:4", "caht");
            assertThat(browser.shown("#configuration dd")).isEqualTo("2");
        }
    }

    @Test
    void thePageSaysThatTheServerIsGoneAndGoesOnWhenItIsBack() throws Exception {
        try (Browser browser = Browser.start(folder)) {
            try (RunningSluice first = sluice("one", "")) {
                browser.go(url());
                browser.awaitShown("#link", "live");
                assertThat(first.stop()).isZero();
            }
            browser.awaitShown("#link", "connection lost");
            assertThat(browser.shown("#trouble")).startsWith("The connection to Sluice is lost");
            try (RunningSluice second = sluice("two", "")) {
                browser.awaitShown("#link", "live");
                assertThat(browser.shown("#trouble")).isEmpty();
                assertThat(second.process().isAlive()).isTrue();
            }
        }
    }

    @Test
    void aTokenThatPagesNeedIsABrowsersPassword() throws Exception {
        try (RunningSluice sluice = sluice(
                        "one",
                        "token-for-reads = on, tokens = [ { name = look, file = \"conf/look.token\", rights = [read] } ]");
                Browser browser = Browser.start(folder)) {
            browser.go(url());
            browser.awaitShown("#n-tunnels", "");
            browser.go("http://me:" + TOKEN + "@127.0.0.1:" + sluice.port("admin") + "/");
            browser.awaitShown("#link", "live");
            browser.awaitShown("#n-tunnels", "0");
        }
    }
}
