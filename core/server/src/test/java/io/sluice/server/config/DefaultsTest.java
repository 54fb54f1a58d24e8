package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.ListenerConfig.ClientTimeouts;
import io.sluice.server.config.RouteConfig.Match;
import io.sluice.server.config.RouteConfig.Upgrade;
import io.sluice.server.config.RouteConfig.UpstreamTimeouts;
import io.sluice.testkit.FakeExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every default, and that it is nginx's where nginx has one. */
class DefaultsTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private SluiceConfig config;

    @BeforeEach
    void load() throws IOException, ConfigException {
        config = Loads.leastWith(folder, "");
    }

    @Test
    void ofTheProcess() {
        assertThat(config.source()).isEqualTo(folder.resolve("sluice.conf"));
        assertThat(config.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(config.maxConnections()).isEqualTo(8192);
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.plugins().folder()).isEqualTo(Loads.HOME.resolve("plugins"));
        assertThat(config.tls().provider()).isEqualTo(TlsConfig.Provider.BOUNCY_CASTLE);
        assertThat(config.errorLog()).isEmpty();
        assertThat(config.admin()).isEmpty();
        assertThat(config.jmx()).isFalse();
    }

    @Test
    void ofAListener() {
        ListenerConfig web = config.listeners().get("web");
        assertThat(web)
                .isEqualTo(new ListenerConfig(
                        "web",
                        web.bind(),
                        511,
                        false,
                        true,
                        false,
                        new HeadLimits(8192, 8192, 100, 32_768),
                        new HeadRules(false, true, true),
                        new ClientTimeouts(MINUTE, MINUTE, MINUTE, Duration.ofSeconds(75)),
                        1000,
                        true,
                        TunnelRules.Fate.KEEP,
                        Optional.empty(),
                        web.place()));
    }

    @Test
    void ofAnUpstreamAndItsServers() {
        UpstreamConfig app = config.upstreams().get("app");
        assertThat(app.strategy()).isEqualTo("round-robin");
        assertThat(app.balance().get().keys()).isEmpty();
        assertThat(app.keepalive()).isEqualTo(32);
        assertThat(app.keepaliveRequests()).isEqualTo(1000);
        assertThat(app.keepaliveTimeout()).isEqualTo(MINUTE);
        assertThat(app.soKeepalive()).isFalse();
        assertThat(app.servers()).singleElement().satisfies(server -> {
            assertThat(server.weight()).isEqualTo(1);
            assertThat(server.backup()).isFalse();
            assertThat(server.use()).isEqualTo(UpstreamConfig.Use.UP);
        });
    }

    @Test
    void ofAHost() {
        HostConfig site = config.hosts().get(0);
        assertThat(site.names()).isEmpty();
        assertThat(site.listeners()).containsExactly("web");
        assertThat(site.defaultOn()).isEmpty();
        assertThat(site.policies()).isEmpty();
    }

    @Test
    void ofARoute() {
        RouteConfig route = config.hosts().get(0).routes().get(0);
        assertThat(route.match()).isEqualTo(Match.PREFIX);
        assertThat(route.status()).isEmpty();
        assertThat(route.replacePrefix()).isEmpty();
        assertThat(route.policies()).isEmpty();
        assertThat(route.timeouts()).isEqualTo(new UpstreamTimeouts(MINUTE, MINUTE, MINUTE));
        assertThat(route.maxBody()).isEqualTo(1 << 20);
        assertThat(route.upgrade()).isEqualTo(Upgrade.WEBSOCKET);
        assertThat(route.accessLogs()).isEmpty();
    }

    @Test
    void theHostSentOnIsTheClientsOwn() {
        FakeExchange exchange = new FakeExchange().host("Example.com:8080");
        assertThat(config.hosts().get(0).routes().get(0).hostHeader().text(exchange))
                .isEqualTo("Example.com:8080");
    }

    @Test
    void ofTheAccessLog() {
        AccessLogConfig log = config.accessLogs().get("main");
        assertThat(log.format().type()).isEqualTo("template");
        assertThat(log.format().settings().string("preset")).isEqualTo("combined");
        assertThat(log.file()).isEmpty();
        assertThat(log.maxFileSize()).isEqualTo(100L << 20);
        assertThat(log.maxHistory()).isEqualTo(30);
        assertThat(log.queue()).isEqualTo(8192);
    }

    @Test
    void ofTheAdminListener() throws IOException, ConfigException {
        SluiceConfig bound = Loads.leastWith(folder, "sluice.admin.bind = \"127.0.0.1:9180\"");
        assertThat(bound.admin().orElseThrow().status())
                .extracting(ExtensionConfig::type)
                .containsExactly("stub", "upstreams", "dashboard");
    }
}
