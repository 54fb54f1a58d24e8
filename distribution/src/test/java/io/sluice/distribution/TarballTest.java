package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarballTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)(?:#[^)]*)?\\)");

    @TempDir
    private Path folder;

    @Test
    void itHasTheFoldersAndFilesOfAnInstallation() throws IOException {
        assertThat(names(Tarball.unpack(folder)))
                .containsExactly(
                        "CHANGES.md",
                        "LICENSE",
                        "NOTICE",
                        "README.md",
                        "bin",
                        "conf",
                        "docs",
                        "lib",
                        "logs",
                        "plugins");
    }

    @Test
    void pluginsHasTheShippedPluginsOneJarEach() throws IOException {
        assertThat(names(Tarball.unpack(folder).resolve("plugins")))
                .containsExactly(
                        jar("accesslog-json"),
                        jar("accesslog-template"),
                        jar("balance-consistent-hash"),
                        jar("balance-hash"),
                        jar("balance-ip-hash"),
                        jar("balance-least-conn"),
                        jar("balance-least-time"),
                        jar("balance-random"),
                        jar("balance-round-robin"),
                        jar("headers-forwarded"),
                        jar("headers-rules"),
                        jar("health-http"),
                        jar("health-tcp"),
                        jar("health-websocket"),
                        jar("status-dashboard"),
                        jar("status-json"),
                        jar("status-prometheus"),
                        jar("status-stub"),
                        jar("status-upstreams"),
                        jar("sticky-cookie"),
                        jar("sticky-route"));
    }

    @Test
    void libHasWhatRunsAndNothingOfTheTests() throws IOException {
        Path lib = Tarball.unpack(folder).resolve("lib");
        List<String> names = names(lib);
        assertThat(names(lib.resolve("ext"))).isEmpty();
        assertThat(names).contains(jar("sluice-api"), jar("sluice-server"));
        assertThat(names.stream().map(name -> name.replaceAll("-[0-9].*", "")))
                .containsExactly(
                        "HdrHistogram",
                        "bcpkix-jdk18on",
                        "bcprov-jdk18on",
                        "bcutil-jdk18on",
                        "config",
                        "dnsjava",
                        "ext",
                        "jackson-core",
                        "java-semver",
                        "logback-classic",
                        "logback-core",
                        "metrics-core",
                        "metrics-jmx",
                        "mina-core",
                        "pf4j",
                        "picocli",
                        "re2j",
                        "slf4j-api",
                        "sluice-api",
                        "sluice-bench",
                        "sluice-nginx",
                        "sluice-server");
    }

    @Test
    void everyLinkOfItsPagesLeadsToAFile() throws IOException {
        Path home = Tarball.unpack(folder);
        List<Path> linked = new ArrayList<>();
        try (Stream<Path> pages = Files.walk(home)) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                Matcher link = LINK.matcher(Files.readString(page));
                while (link.find()) {
                    linked.add(page.resolveSibling(link.group(1)));
                }
            }
        }
        assertThat(linked).hasSizeGreaterThan(20).filteredOn(Files::notExists).isEmpty();
    }

    @Test
    void itsReadmeIsOfTheInstallationAndNotOfTheSources() throws IOException {
        Path home = Tarball.unpack(folder);
        String readme = Files.readString(home.resolve("README.md"));
        assertThat(readme).contains("bin/sluice start", "docs/index.md").doesNotContain("mvn", "core/", "target/");
        Matcher command = Pattern.compile("bin/sluice ([a-z]+)").matcher(readme);
        while (command.find()) {
            assertThat(Command.sluice(home, command.group(1), "--help").code())
                    .as(command.group())
                    .isZero();
        }
    }

    @Test
    void onlyTheStartScriptMayBeExecuted() throws IOException {
        Path home = Tarball.unpack(folder);
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile).filter(Files::isExecutable))
                    .containsExactly(home.resolve("bin/sluice"));
        }
    }

    private static String jar(String name) {
        return name + "-" + Tarball.version() + ".jar";
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
