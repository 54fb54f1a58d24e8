package io.sluice.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import io.sluice.api.ApiVersion;
import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.TestSettings;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.Plugin;
import org.slf4j.Logger;

/** Does what the page on plugins says, with its own words: its files are written, its commands run in a shell. */
class PluginManualTest {
    private static final Path PAGE = Path.of("../../distribution/src/main/docs/plugins.md");
    private static final Pattern FILE = Pattern.compile("`([^`\\n]+)`:\\n\\n```[a-z]*\\n(.*?)```\\n", Pattern.DOTALL);
    private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```\\n", Pattern.DOTALL);

    @TempDir
    private static Path work;

    private static Path home;
    private static String page;

    @BeforeAll
    static void followThePage() throws IOException, InterruptedException, URISyntaxException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no POSIX shell here");
        page = Files.readString(PAGE);
        home = work.resolve("a home");
        Path lib = Files.createDirectories(home.resolve("lib"));
        Files.createDirectory(home.resolve("plugins"));
        provide(Settings.class, lib.resolve("sluice-api-" + ApiVersion.current() + ".jar"));
        provide(Plugin.class, lib);
        provide(Config.class, lib);
        provide(Logger.class, lib);
        for (String[] file : find(FILE)) {
            Path target = work.resolve(file[0]);
            Files.createDirectories(target.getParent());
            Files.writeString(target, file[1]);
        }
        for (String[] commands : find(COMMANDS)) {
            run(commands[0]);
        }
    }

    @Test
    void thePluginIsLoadedUnderTheNamesOfThePage() {
        try (PluginRegistry registry = PluginLoader.load(home.resolve("plugins"))) {
            assertThat(registry.plugins())
                    .containsExactly(new LoadedPlugin(
                            "balance-least-busy",
                            "1.0.0",
                            home.resolve("plugins/balance-least-busy.jar"),
                            List.of(new LoadedPlugin.Extension("balance", "least-busy"))));
        }
    }

    @Test
    void thePluginRanksByItsSettings() {
        Endpoint busy = new FakeEndpoint("10.0.0.1:8080").activeExchanges(30);
        Endpoint twiceAsStrong = new FakeEndpoint("10.0.0.2:8080").weight(2).activeExchanges(40);
        Endpoint nearlyIdle = new FakeEndpoint("10.0.0.3:8080").activeExchanges(10);
        Settings settings = TestSettings.of("idle-up-to = 10");
        try (PluginRegistry registry = PluginLoader.load(home.resolve("plugins"))) {
            LoadBalancer balancer = registry.require(LoadBalancerFactory.class, "least-busy")
                    .create(List.of(busy, twiceAsStrong, nearlyIdle), settings);
            assertThat(TestSettings.complaints(settings)).isEmpty();
            assertThat(balancer.rank(new FakeExchange())).toIterable().containsExactly(nearlyIdle, twiceAsStrong, busy);
        }
    }

    @Test
    void thePluginsEqualsTakeTurns() {
        List<Endpoint> idle = FakeEndpoint.list("10.0.0.1:8080", "10.0.0.2:8080");
        try (PluginRegistry registry = PluginLoader.load(home.resolve("plugins"))) {
            LoadBalancer balancer =
                    registry.require(LoadBalancerFactory.class, "least-busy").create(idle, TestSettings.empty());
            assertThat(Stream.generate(() -> balancer.rank(new FakeExchange()).next())
                            .limit(4))
                    .containsExactly(idle.get(0), idle.get(1), idle.get(0), idle.get(1));
        }
    }

    @Test
    void theVersionsOnThePageAreThoseOfTheServer() {
        assertThat(page)
                .contains(">=" + ApiVersion.current())
                .contains("sluice-api-" + ApiVersion.current() + ".jar")
                .contains("-Dversion=" + ApiVersion.current())
                .contains("<artifactId>sluice-api</artifactId>\n      <version>" + ApiVersion.current() + "<");
        for (String artifact : List.of("pf4j", "config")) {
            Matcher version = Pattern.compile("<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)<")
                    .matcher(page);
            assertThat(version.find()).isTrue();
            assertThat(home.resolve("lib/" + artifact + "-" + version.group(1) + ".jar"))
                    .exists();
        }
    }

    private static List<String[]> find(Pattern pattern) {
        List<String[]> out = new ArrayList<>();
        Matcher matcher = pattern.matcher(page);
        while (matcher.find()) {
            String[] groups = new String[matcher.groupCount()];
            for (int i = 0; i < groups.length; i++) {
                groups[i] = matcher.group(i + 1);
            }
            out.add(groups);
        }
        assertThat(out).isNotEmpty();
        return out;
    }

    private static void run(String commands) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", commands).directory(work.toFile());
        shell.environment().put("SLUICE_HOME", home.toString());
        shell.environment()
                .merge(
                        "PATH",
                        System.getProperty("java.home") + "/bin",
                        (path, bin) -> bin + File.pathSeparator + path);
        Path output = work.resolve("output.txt");
        Process process =
                shell.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as(commands).isTrue();
        assertThat(process.exitValue()).as(commands + Files.readString(output)).isZero();
    }

    /** Puts the jar that a class came from into a folder, or makes the jar {@code target} of its folder of classes. */
    private static void provide(Class<?> type, Path target) throws IOException, URISyntaxException {
        URL place = type.getProtectionDomain().getCodeSource().getLocation();
        Path source = Path.of(place.toURI());
        if (Files.isRegularFile(source)) {
            Files.copy(source, Files.isDirectory(target) ? target.resolve(source.getFileName()) : target);
            return;
        }
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target));
                Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                jar.putNextEntry(new ZipEntry(source.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, jar);
            }
        }
    }
}
