package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** System properties and the environment, as the library's users know them. */
class OverridesTest {
    @TempDir
    private Path folder;

    private final List<String> set = new ArrayList<>();

    @AfterEach
    void clear() {
        set.forEach(System::clearProperty);
    }

    @Test
    void aSystemPropertyWinsOverTheFile() throws IOException, ConfigException {
        property("sluice.workers", "3");
        property("sluice.listeners.web.timeouts.head", "7s");
        property("sluice.hosts.site.routes.0.path", "/only");
        property("sluice.hosts.site.routes.0.upstream", "app");
        SluiceConfig config = Loads.leastWith(folder, "sluice.workers = 5");
        assertThat(config.workers()).isEqualTo(3);
        assertThat(config.listeners().get("web").timeouts().head()).hasSeconds(7);
        assertThat(config.hosts().get(0).routes()).extracting(RouteConfig::path).containsExactly("/only");
    }

    @Test
    void theHomeFolderOfTheStartScriptIsAKey() throws IOException, ConfigException {
        property("sluice.home", "/srv/sluice");
        assertThat(Loads.leastWith(folder, "").plugins().folder()).isEqualTo(Path.of("/srv/sluice/plugins"));
    }

    @Test
    void aBadPropertyIsRefusedWithItsSource() {
        property("sluice.workers", "many");
        property("sluice.wrokers", "3");
        assertThatThrownBy(() -> Loads.leastWith(folder, ""))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(
                                        "system properties: sluice.workers: found \"many\""
                                                + " (expected: auto, or a whole number from 1 to 1024)",
                                        "system properties: sluice.wrokers: unknown key (expected: one of access-log,"
                                                + " access-logs, admin, defaults, drain, error-log, home, hosts, listeners, maps, max-connections, metrics, plugins, resolver,"
                                                + " shutdown-timeout, tls, upstreams, workers; did you mean workers?)"));
    }

    @Test
    void theFileMayReferToTheEnvironment() throws IOException, InterruptedException {
        String file = "sluice.workers = ${?WORKERS}";
        assertThat(workers(file, Map.of("WORKERS", "9"))).isEqualTo("9");
        assertThat(workers("sluice.workers = 4\n" + file, Map.of())).isEqualTo("4");
    }

    @Test
    void theEnvironmentWinsOverAllWhereItIsAskedFor() throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("CONFIG_FORCE_sluice_workers", "6");
        String asked = "-Dconfig.override_with_env_vars=true";
        assertThat(workers("sluice.workers = 4", environment, asked, "-Dsluice.workers=5"))
                .isEqualTo("6");
        assertThat(workers("sluice.workers = 4", environment, "-Dsluice.workers=5"))
                .isEqualTo("5");
    }

    private void property(String key, String value) {
        set.add(key);
        System.setProperty(key, value);
    }

    /** The number of workers that another process reads, as the environment of this one cannot be changed. */
    private String workers(String more, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("sluice.conf"), Loads.LEAST + more);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), PrintWorkers.class.getName(), file.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    /** What the other process runs. */
    static final class PrintWorkers {
        private PrintWorkers() {}

        public static void main(String[] args) throws ConfigException {
            System.out.println(Loads.load(Path.of(args[0])).workers());
        }
    }
}
