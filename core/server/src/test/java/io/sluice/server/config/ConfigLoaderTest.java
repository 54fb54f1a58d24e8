package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.server.config.RouteConfig.Match;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void blocksKeepTheOrderOfTheFile() throws IOException, ConfigException {
        SluiceConfig config = Loads.text(folder, """
                sluice {
                  listeners { z { bind = "127.0.0.1:0" }, m { bind = "127.0.0.1:0" }, a { bind = "127.0.0.1:0" } }
                  upstreams { y { servers = ["127.0.0.1:1"] }
                    b { servers = ["127.0.0.1:1"] } }
                  hosts {
                    zebra { names = [z], routes = [] }
                    ape { names = [a], routes = [] }
                    monkey { names = [m], routes = [] }
                  }
                }
                """);
        assertThat(config.hosts()).extracting(HostConfig::name).containsExactly("zebra", "ape", "monkey");
        assertThat(config.upstreams().keySet()).containsExactly("y", "b");
    }

    @Test
    void hostsOfIncludedFilesComeAfterThoseOfTheFileItself() throws IOException, ConfigException {
        Files.writeString(folder.resolve("a.conf"), "sluice.hosts.included { names = [i], routes = [] }");
        SluiceConfig config = Loads.text(folder, """
                include "a.conf"


                sluice.listeners.web.bind = "127.0.0.1:0"
                sluice.hosts { own { names = [o], routes = [] } }
                """);
        assertThat(config.hosts()).extracting(HostConfig::name).containsExactly("own", "included");
    }

    @ParameterizedTest
    @CsvSource({
        "/ws,               PREFIX,            /ws",
        "= /ws,             EXACT,             /ws",
        "=/ws,              EXACT,             /ws",
        "^~ /ws,            PREFIX_FIRST,      /ws",
        "~ ^/[a-z]+$,       REGEX,             '^/[a-z]+$'",
        "~* gif,            REGEX_IGNORE_CASE, gif",
        "~*gif,             REGEX_IGNORE_CASE, gif",
    })
    void aPathMayHaveNginxsModifier(String written, Match match, String path) throws IOException, ConfigException {
        RouteConfig route = route("path = \"" + written + "\", upstream = app");
        assertThat(route.match()).isEqualTo(match);
        assertThat(route.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "prefix, PREFIX",
        "exact, EXACT",
        "prefix-first, PREFIX_FIRST",
        "regex, REGEX",
        "regex-ignore-case, REGEX_IGNORE_CASE"
    })
    void aMatchMayBeNamed(String word, Match match) throws IOException, ConfigException {
        RouteConfig route = route("path = \"/x\", match = " + word + ", upstream = app");
        assertThat(route.match()).isEqualTo(match);
        assertThat(route.path()).isEqualTo("/x");
    }

    @Test
    void aWordAloneNamesAnExtension() throws IOException, ConfigException {
        SluiceConfig config = Loads.text(folder, """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams { app { balance = ip-hash, servers = ["127.0.0.1:3000"] } }
                  hosts { site { policies = forwarded, routes = [
                    { path = "/", upstream = app, policies = [a, { policy = b, x = 1 }] }, { path = "/s", status = stub }
                  ] } }
                  access-log.format = common
                }
                """);
        HostConfig site = config.hosts().get(0);
        assertThat(config.upstreams().get("app").strategy()).isEqualTo("ip-hash");
        assertThat(site.policies()).extracting(ExtensionConfig::type).containsExactly("forwarded");
        assertThat(site.routes().get(0).policies())
                .extracting(ExtensionConfig::type)
                .containsExactly("a", "b");
        assertThat(site.routes().get(1).status().orElseThrow().type()).isEqualTo("stub");
        assertThat(config.accessLogs().get("main").format().settings().string("preset"))
                .isEqualTo("common");
    }

    @Test
    void anExtensionGetsItsSettingsWithoutItsName() throws IOException, ConfigException {
        ExtensionConfig policy = route("path = \"/\", upstream = app, policies = [{ policy = b, x = 1, y { z = on } }]")
                .policies()
                .get(0);
        assertThat(policy.settings().keys()).containsExactly("x", "y");
        assertThat(policy.place()).isEqualTo(folder.resolve("sluice.conf") + ":4");
        assertThat(policy.settings().unread())
                .extracting(Throwable::getMessage)
                .containsExactly(
                        policy.place()
                                + ": sluice.hosts.site.routes[0].policies[0].x: unknown key (expected: no keys here)",
                        policy.place()
                                + ": sluice.hosts.site.routes[0].policies[0].y: unknown key (expected: no keys here)");
    }

    @Test
    void eachBalancerGetsItsSettingsAfresh() throws IOException, ConfigException {
        UpstreamConfig app = Loads.leastWith(folder, "sluice.upstreams.app.balance { strategy = s, key = \"$uri\" }")
                .upstreams()
                .get("app");
        Settings first = app.balance().get();
        assertThat(first.string("key")).isEqualTo("$uri");
        assertThat(first.unread()).isEmpty();
        assertThat(app.balance().get().unread()).hasSize(1);
    }

    @Test
    void aStrategyOfOnesOwnDoesNotInheritTheSettingsOfTheDefault() throws IOException, ConfigException {
        SluiceConfig config = Loads.leastWith(folder, """
                sluice.defaults.upstream.balance { strategy = consistent-hash, key = "$uri" }
                sluice.upstreams.other { balance = ip-hash, servers = ["127.0.0.1:1"] }
                """);
        assertThat(config.upstreams().get("app").balance().get().keys()).containsExactly("key");
        assertThat(config.upstreams().get("other").balance().get().keys()).isEmpty();
    }

    @Test
    void aDefaultIsSetForAll() throws IOException, ConfigException {
        SluiceConfig config = Loads.leastWith(folder, """
                sluice.defaults { route.timeouts.read = 1h, listener.limits.header-count = 5, server.weight = 3 }
                sluice.hosts.other { names = [o], routes = [{ path = "/", upstream = app, timeouts { send = 1s } }] }
                """);
        RouteConfig.UpstreamTimeouts other =
                config.hosts().get(1).routes().get(0).timeouts();
        assertThat(other.read()).isEqualTo(Duration.ofHours(1));
        assertThat(other.send()).isEqualTo(Duration.ofSeconds(1));
        assertThat(other.connect()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.listeners().get("web").limits().headerCount()).isEqualTo(5);
        assertThat(config.upstreams().get("app").servers().get(0).weight()).isEqualTo(3);
    }

    @Test
    void defaultsThatNothingTakesAreNotUnknown() throws IOException, ConfigException {
        SluiceConfig config = Loads.text(folder, """
                sluice {
                  defaults { upstream.keepalive = 1, server.weight = 2, route.max-body = 5 }
                  listeners { web { bind = "127.0.0.1:0" } }
                  hosts { site { routes = [] } }
                }
                """);
        assertThat(config.upstreams()).isEmpty();
    }

    @Test
    void aServersNameStandsForAllItsAddresses() throws IOException, ConfigException {
        List<UpstreamConfig.Server> servers = Loads.leastWith(
                        folder,
                        "sluice.upstreams.app.servers = [{ address = \"localhost:81\", weight = 2 }, \"127.0.0.2\"]")
                .upstreams()
                .get("app")
                .servers();
        assertThat(servers.get(0))
                .isEqualTo(new UpstreamConfig.Server(
                        "localhost:81",
                        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 81),
                        2,
                        false,
                        UpstreamConfig.Use.UP,
                        "",
                        new UpstreamConfig.ServerLimits(1, Duration.ofSeconds(10), 0, Duration.ZERO)));
        assertThat(servers.subList(0, servers.size() - 1))
                .allMatch(server -> server.name().equals("localhost:81"));
        assertThat(servers.get(servers.size() - 1).address())
                .isEqualTo(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 80));
    }

    @Test
    void pathsStartAtTheHomeFolder() throws IOException, ConfigException {
        SluiceConfig config = Loads.leastWith(folder, "sluice { plugins = /p, access-log.file = logs/a.log }");
        assertThat(config.plugins().folder()).isEqualTo(Path.of("/p"));
        assertThat(config.accessLogs().get("main").file()).contains(Loads.HOME.resolve("logs/a.log"));
        SluiceConfig moved = Loads.leastWith(folder, "sluice { home = /var/sluice, access-log.file = logs/a.log }");
        assertThat(moved.plugins().folder()).isEqualTo(Path.of("/var/sluice/plugins"));
        assertThat(moved.accessLogs().get("main").file()).contains(Path.of("/var/sluice/logs/a.log"));
    }

    @Test
    void theAccessLogCanBeSwitchedOff() throws IOException, ConfigException {
        assertThat(Loads.leastWith(folder, "sluice.access-log = off").accessLogs())
                .isEmpty();
    }

    @Test
    void valuesOfOnesOwnStandUnderVars() throws IOException, ConfigException {
        SluiceConfig config = Loads.leastWith(folder, """
                vars { slow = 5m, quick = ${vars.slow} }
                sluice.defaults.route.timeouts.read = ${vars.quick}
                """);
        assertThat(config.hosts().get(0).routes().get(0).timeouts().read()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aValueMayReferToADefault() throws IOException, ConfigException {
        SluiceConfig config = Loads.leastWith(folder, """
                sluice.listeners.web.backlog = ${sluice.defaults.listener.keepalive-requests}
                """);
        assertThat(config.listeners().get("web").backlog()).isEqualTo(1000);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = folder.resolve("missing.conf");
        assertThatThrownBy(() -> Loads.load(missing))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(
                                        missing + ": cannot be read: no such file (expected: a file in HOCON)"));
    }

    private RouteConfig route(String body) throws IOException, ConfigException {
        return Loads.text(folder, """
                        sluice {
                          listeners { web { bind = "127.0.0.1:0" } }
                          upstreams { app { servers = ["127.0.0.1:3000"] } }
                          hosts { site { routes = [{ %s }] } }
                        }
                        """.formatted(body.replace("\\", "\\\\")))
                .hosts()
                .get(0)
                .routes()
                .get(0);
    }
}
