package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration of thousands of routes keeps. */
class SharedPartsTest {
    @TempDir
    private Path folder;

    @Test
    void routesThatSayTheSameShareWhatTheySay() throws IOException, ConfigException {
        List<RouteConfig> routes = routes("""
                { path = /a, upstream = app, timeouts { read = 1h }, client { timeouts { body = 7s } }, redirects { port = off } }
                { path = /b, upstream = app, timeouts { read = 1h }, client { timeouts { body = 7s } }, redirects { port = off } }
                """);
        List<Function<RouteConfig, Object>> parts = List.of(
                RouteConfig::upstream,
                RouteConfig::timeouts,
                RouteConfig::ping,
                RouteConfig::client,
                RouteConfig::redirects,
                RouteConfig::nextUpstream);
        for (Function<RouteConfig, Object> part : parts) {
            assertThat(part.apply(routes.get(1))).isSameAs(part.apply(routes.get(0)));
        }
    }

    @Test
    void routesThatSaySomethingElseDoNot() throws IOException, ConfigException {
        List<RouteConfig> routes = routes("""
                { path = /a, upstream = app, timeouts { read = 1h } }
                { path = /b, upstream = app, timeouts { read = 2h } }
                """);
        assertThat(routes.get(1).timeouts()).isNotEqualTo(routes.get(0).timeouts());
    }

    @Test
    void oneLengthOfTimeThatIsWrittenOftenIsOneObject() throws IOException, ConfigException {
        List<RouteConfig> routes = routes("""
                { path = /a, upstream = app, timeouts { read = 61s, connect = 5s } }
                { path = /b, upstream = app, timeouts { read = 61s, connect = 6s } }
                """);
        assertThat(routes.get(1).timeouts().read())
                .isSameAs(routes.get(0).timeouts().read());
    }

    private List<RouteConfig> routes(String routes) throws IOException, ConfigException {
        return Loads.text(folder, """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams { app { servers = ["127.0.0.1:1"] } }
                  hosts { site { names = [a], routes = [
                  %s
                  ] } }
                }
                """.formatted(routes)).hosts().get(0).routes();
    }
}
