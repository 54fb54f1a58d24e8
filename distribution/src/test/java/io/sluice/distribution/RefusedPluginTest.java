package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars in plugins/ that cannot be used stop the start with 70 and the reason; one that throws later fails exchanges only. */
class RefusedPluginTest {
    private static final String BALANCER = """
            import io.sluice.api.Settings;
            import io.sluice.api.balance.Endpoint;
            import io.sluice.api.balance.LoadBalancer;
            import io.sluice.api.balance.LoadBalancerFactory;
            import java.util.List;
            import org.pf4j.Extension;

            @Extension
            public class Mine implements LoadBalancerFactory {
                public Mine() {
                    // constructor
                }

                @Override
                public String name() {
                    return "mine";
                }

                @Override
                public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
                    // create
                    return exchange -> {
                        if (exchange.path().endsWith("throw")) {
                            throw new IllegalStateException("rank is broken");
                        }
                        if (exchange.path().endsWith("error")) {
                            throw new NoClassDefFoundError("rank is broken badly");
                        }
                        if (exchange.path().endsWith("null")) {
                            return null;
                        }
                        return endpoints.iterator();
                    };
                }
            }
            """;
    private static final String CONFIGURATION = """
            sluice {
              listeners { web { bind = "127.0.0.1:0" } }
              upstreams { chat { servers = ["ADDRESS"], balance = mine } }
              hosts { site { routes = [{ path = "/", upstream = chat }] } }
              access-log { file = "logs/access.log" }
            }
            """;

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        home = Tarball.unpack(folder);
    }

    private Path mine(String source, Map<String, String> descriptor) throws IOException {
        return PluginJars.ofSource(home, home.resolve("plugins/mine.jar"), descriptor, "Mine", source);
    }

    private void assertStopsTheStart(String... words) throws IOException {
        Path file = Files.writeString(folder.resolve("test.conf"), CONFIGURATION.replace("ADDRESS", "127.0.0.1:9"));
        for (String command : new String[] {"check", "run"}) {
            Command.Result result = Command.sluice(home, command, "-c", file.toString());
            assertThat(result.code()).as(command + ": " + result).isEqualTo(70);
            assertThat(result.stderr()).contains("mine.jar").contains(words).doesNotContain("\tat ");
        }
        assertThat(Command.sluice(home, "plugins").code()).isEqualTo(70);
    }

    @Test
    void aTruncatedJar() throws IOException {
        Path jar = mine(BALANCER, PluginJars.descriptor("mine"));
        Files.write(jar, Arrays.copyOf(Files.readAllBytes(jar), (int) Files.size(jar) / 2));
        assertStopsTheStart("cannot be read");
    }

    @Test
    void aFileThatIsNoJar() throws IOException {
        Files.writeString(home.resolve("plugins/mine.jar"), "not a jar");
        assertStopsTheStart("cannot be read");
    }

    @Test
    void aJarWithoutADescriptor() throws IOException {
        mine(BALANCER, Map.of());
        assertStopsTheStart("Plugin-Id");
    }

    @Test
    void aPluginForANewerApi() throws IOException {
        Map<String, String> descriptor = new HashMap<>(PluginJars.descriptor("mine"));
        descriptor.put("Plugin-Requires", ">=99.0.0");
        mine(BALANCER, descriptor);
        assertStopsTheStart("99.0.0");
    }

    @Test
    void aConstructorThatThrows() throws IOException {
        mine(
                BALANCER.replace("// constructor", "throw new IllegalStateException(\"not today\");"),
                PluginJars.descriptor("mine"));
        assertStopsTheStart("Mine", "IllegalStateException", "not today");
    }

    @Test
    void aNameThatIsTaken() throws IOException {
        mine(BALANCER.replace("\"mine\"", "\"round-robin\""), PluginJars.descriptor("mine"));
        assertStopsTheStart("round-robin");
    }

    @Test
    void aSettingThatAFactoryDoesNotReadIsRefusedWithItsPlace() throws IOException {
        mine(BALANCER, PluginJars.descriptor("mine"));
        Path file = Files.writeString(
                folder.resolve("test.conf"),
                CONFIGURATION
                        .replace("ADDRESS", "127.0.0.1:9")
                        .replace("balance = mine", "balance { strategy = mine, sppeed = 7 }"));
        Command.Result result = Command.sluice(home, "check", "-c", file.toString());
        assertThat(result.code()).as(result.toString()).isEqualTo(64);
        assertThat(result.stderr()).contains("test.conf:3: ", "sppeed");
    }

    @Test
    void aFactoryThatThrowsStopsTheStart() throws IOException {
        mine(
                BALANCER.replace("// create", "if (true) throw new IllegalStateException(\"no balancer\");"),
                PluginJars.descriptor("mine"));
        Path file = Files.writeString(folder.resolve("test.conf"), CONFIGURATION.replace("ADDRESS", "127.0.0.1:9"));
        Command.Result result = Command.sluice(home, "check", "-c", file.toString());
        assertThat(result.code()).as(result.toString()).isEqualTo(70);
        assertThat(result.stderr()).contains("mine", "no balancer").doesNotContain("\tat ");
    }

    @Test
    void aBalancerThatThrowsFailsThatExchangeAlone() throws Exception {
        RunningSluice.Launch launch = RunningSluice.in(folder.resolve("running"));
        launch.plugin(mine(BALANCER, PluginJars.descriptor("mine")));
        launch.plugin(PluginJars.probe());
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.mirroringHead());
                RunningSluice sluice = launch.start(CONFIGURATION
                        .replace("ADDRESS", backend.hostPort())
                        .replace("access-log {", "admin { bind = \"127.0.0.1:0\", status = [probe] }, access-log {"));
                RawClient client = RawClient.connect(sluice.address("web"));
                RawClient admin = RawClient.connect(sluice.address("admin"))) {
            for (String path : new String[] {"/throw", "/error", "/null", "/throw"}) {
                HttpMessage got = client.get(path);
                assertThat(got.status()).as(path).isEqualTo(500);
                assertThat(client.get("/good").status()).as("after " + path).isEqualTo(200);
            }
            assertThat(admin.get("/probe", "Host: 127.0.0.1:" + sluice.port("admin"))
                            .bodyText())
                    .contains("sluice.failures.plugin-failure 4\n");
            assertThat(sluice.stop()).isZero();
            assertThat(sluice.file("logs/access.log")).contains("GET /throw HTTP/1.1\" 500");
            assertThat(sluice.log() + sluice.stderr()).contains("plugin-failure", "rank is broken");
        }
    }
}
