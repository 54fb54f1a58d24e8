package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.ConfigFactory;
import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthReaderTest {
    @TempDir
    private Path folder;

    private List<HealthConfig> health(String settings) throws IOException, ConfigException {
        return health(settings, "");
    }

    private List<HealthConfig> health(String settings, String more) throws IOException, ConfigException {
        String servers = "servers = [\"127.0.0.1:3000\"]";
        return Loads.text(folder, Loads.LEAST.replace(servers, servers + "\n" + settings) + more)
                .upstreams()
                .get("app")
                .health();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "health = off", "health = no", "health = null"})
    void itIsOffUnlessItIsAskedFor(String settings) throws IOException, ConfigException {
        assertThat(health(settings)).isEmpty();
    }

    @Test
    void aWordIsACheckWithAllDefaults() throws IOException, ConfigException {
        assertThat(health("health = tcp")).singleElement().satisfies(one -> {
            assertThat(one.check()).isEqualTo("tcp");
            assertThat(one.settings().get().keys()).isEmpty();
            assertThat(one.interval()).isEqualTo(Duration.ofSeconds(5));
            assertThat(one.jitter()).isEqualTo(Duration.ofMillis(500));
            assertThat(one.timeout()).isEqualTo(Duration.ofSeconds(2));
            assertThat(one.rise()).isEqualTo(1);
            assertThat(one.fall()).isEqualTo(2);
            assertThat(one.port()).isEmpty();
            assertThat(one.tls()).isFalse();
            assertThat(one.serverName()).isEmpty();
        });
    }

    @Test
    void theCheckGetsWhatIsNotTheServersOwn() throws IOException, ConfigException {
        HealthConfig one =
                health("health { check = http, port = 8081, path = \"/up\" }").get(0);
        assertThat(one.port()).hasValue(8081);
        assertThat(one.settings().get().keys()).containsExactly("path");
    }

    @Test
    void whoMistypesAKeyIsToldTheServersOwnToo() throws IOException, ConfigException {
        Settings settings = health("health { check = http, intervall = 1s }")
                .get(0)
                .settings()
                .get();
        settings.string("path", "/");
        assertThat(settings.unread())
                .singleElement()
                .extracting(SettingsException::getMessage)
                .asString()
                .contains("sluice.upstreams.app.health.intervall: unknown key")
                .contains("interval, jitter, path, port")
                .endsWith("did you mean interval?)");
    }

    @Test
    void theServersOwnKeysAreThoseOfTheManual() throws IOException, ConfigException {
        String message = health("health { check = http, frobnicate = 1 }")
                .get(0)
                .settings()
                .get()
                .unread()
                .get(0)
                .getMessage();
        String listed = message.replaceAll(".*one of ([^)]*)\\)", "$1");
        assertThat(Arrays.stream(listed.split(", ", -1)).collect(Collectors.toSet()))
                .isEqualTo(ConfigFactory.parseResources("reference.conf")
                        .getObject("sluice.defaults.health")
                        .keySet());
    }

    @Test
    void severalChecksShareTheDefaults() throws IOException, ConfigException {
        assertThat(health(
                        "health = [tcp, { check = http, fall = 5 }]", "sluice.defaults.health { fall = 3, rise = 4 }"))
                .extracting(HealthConfig::check, HealthConfig::fall, HealthConfig::rise)
                .containsExactly(tuple("tcp", 3, 4), tuple("http", 5, 4));
    }

    @ParameterizedTest
    @CsvSource({"10s, 0, 0", "10s, 0%, 0", "10s, 25%, 2500", "1s, 100%, 1000", "1s, 3s, 3000"})
    void jitterIsATimeOrAPartOfTheInterval(String interval, String jitter, long millis)
            throws IOException, ConfigException {
        assertThat(health("health { check = tcp, interval = " + interval + ", jitter = \"" + jitter + "\" }")
                        .get(0)
                        .jitter())
                .hasMillis(millis);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            tls = on                            |                        | true  | -
            tls { server-name = a.example }     |                        | true  | a.example
            tls { server-name = "$host" }       |                        | true  | -
            tls { server-name = a.example }     | server-name = b.example | true  | b.example
            tls { server-name = a.example }     | tls = off              | false | -
            tls = off                           |                        | false | -
            """)
    void tlsIsThatOfTheUpstreamUnlessItIsSwitchedOff(String upstream, String own, boolean tls, String name)
            throws IOException, ConfigException {
        HealthConfig one = health(upstream + "\n health { check = tcp\n" + (own == null ? "" : own) + " }")
                .get(0);
        assertThat(one.tls()).isEqualTo(tls);
        assertThat(one.serverName().orElse(null)).isEqualTo(name);
    }
}
