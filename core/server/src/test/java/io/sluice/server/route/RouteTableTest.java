package io.sluice.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.variable.Assigning;
import io.sluice.server.variable.Assignments;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteTableTest {
    private static final int LOOK_UPS = 10_000;

    private final Assignments assignments = new Assignments();
    private final Assigning exchange = () -> assignments;

    @TempDir
    private Path folder;

    @Test
    void aHostIsServedOnItsListenersAlone() throws IOException {
        RouteTable<String> table = table("""
                listeners { web { bind = "127.0.0.1:0" }, inner { bind = "127.0.0.1:0" } }
                hosts {
                  all { names = [all], routes = [{ path = "/" }] }
                  inside { names = [inside], listeners = [inner], routes = [{ path = "/" }] }
                }
                """);
        assertThat(find(table, "inner", "inside", "/").route()).isEqualTo("inside/");
        assertThat(find(table, "web", "inside", "/").route()).isEqualTo("all/");
        assertThat(find(table, "inner", "all", "/").route()).isEqualTo("all/");
    }

    @Test
    void eachListenerHasItsOwnDefault() throws IOException {
        RouteTable<String> table = table("""
                listeners { web { bind = "127.0.0.1:0" }, inner { bind = "127.0.0.1:0" } }
                hosts {
                  first { names = [first], listeners = [web], routes = [{ path = "/" }] }
                  second { names = [second], routes = [{ path = "/" }] }
                  last { listeners = [inner], default = on, routes = [{ path = "/" }] }
                }
                """);
        assertThat(find(table, "web", "unknown", "/").route()).isEqualTo("first/");
        assertThat(find(table, "inner", "unknown", "/").route()).isEqualTo("last/");
    }

    @Test
    void aRouteIsMadeOnceInTheOrderOfTheFile() throws IOException {
        SluiceConfig config = Configs.ofHosts(folder, """
                z { names = [z], routes = [{ path = "/2" }, { path = "= /1" }, { path = "~ 0" }] }
                a { names = [a, b], routes = [{ path = "/" }] }
                """);
        List<String> made = new ArrayList<>();
        RouteTable.of(
                config.listeners().keySet(),
                config.hosts(),
                host -> true,
                (host, route) -> made.add(host.name() + route.path()));
        assertThat(made).containsExactly("z/2", "z/1", "z0", "a/");
    }

    @Test
    void aRequestThatNamesNoHostGoesToTheEmptyNameAndNotToAnExpression() throws IOException {
        RouteTable<String> table = table("""
                listeners { web { bind = "127.0.0.1:0" } }
                hosts {
                  first { names = ["~."], routes = [{ path = "/" }] }
                  nameless { names = [""], routes = [{ path = "/" }] }
                }
                """);
        assertThat(find(table, "web", "", "/").route()).isEqualTo("nameless/");
    }

    @Test
    void anUnknownListenerIsRefused() throws IOException {
        RouteTable<String> table = table("""
                listeners { web { bind = "127.0.0.1:0" } }
                hosts { site { routes = [{ path = "/" }] } }
                """);
        assertThatThrownBy(() -> table.host("wbe", "site", exchange))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("listener: wbe (expected: one of [web])");
    }

    @Test
    void whatAPeerSendsCannotMakeAnExpressionSlow() throws IOException {
        RouteTable<String> table = table("""
                listeners { web { bind = "127.0.0.1:0" } }
                hosts { site { routes = [{ path = "~ ^/(a+)+$" }, { path = "~ ^/(a|aa)+$" }, { path = "/" }] } }
                """);
        String path = "/" + "a".repeat(8000) + "!";
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(find(table, "web", "site", path).route()).isEqualTo("site/"));
    }

    @Test
    void aLookUpMakesNoGarbage() throws IOException {
        RouteTable<String> table = table("""
                listeners { web { bind = "127.0.0.1:0" } }
                hosts {
                  site { names = ["*.example.com"], routes = [{ path = "/" }, { path = "/chat/" }, { path = "= /x" }] }
                  tail { names = ["www.*"], routes = [{ path = "/" }, { path = "^~ /chat" }, { path = "~ x" }] }
                }
                """);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] garbage = new long[2];
        // The first round includes what the virtual machine makes for itself.
        for (int round = 0; round < garbage.length; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < LOOK_UPS; i++) {
                find(table, "web", "a.example.com", "/chat/room");
                find(table, "web", "b.example.com", "/x");
                find(table, "web", "www.example.org", "/chat/room");
                find(table, "web", "unknown", "/chat");
            }
            garbage[round] = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(garbage[1]).isLessThan(LOOK_UPS);
    }

    private Match<String> find(RouteTable<String> table, String listener, String host, String path) {
        return table.host(listener, host, exchange).find(path, exchange);
    }

    /** Routes are made into the name of their host with their path. */
    private RouteTable<String> table(String listenersAndHosts) throws IOException {
        Path file = folder.resolve("table.conf");
        Files.writeString(file, """
                sluice {
                  upstreams { app { servers = ["127.0.0.1:9"] } }
                  defaults.route.upstream = app
                  %s
                }
                """.formatted(listenersAndHosts));
        SluiceConfig config = Configs.load(file);
        return RouteTable.of(
                config.listeners().keySet(),
                config.hosts(),
                HostConfig::name,
                (host, route) -> host.name() + route.path());
    }
}
