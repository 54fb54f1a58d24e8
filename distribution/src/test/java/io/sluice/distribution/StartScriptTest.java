package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How bin/sluice finds Java and itself, and what it hands over: told by a java that prints its arguments. */
class StartScriptTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        home = Tarball.unpack(folder);
        environment.put("SLUICE_OPTS", "");
        environment.put("JAVA_TOOL_OPTIONS", "");
        environment.put("JDK_JAVA_OPTIONS", "");
        environment.put(
                "JAVA_HOME",
                FakeJava.stating(folder.resolve("java 17"), "17.0.15").toString());
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() {
        Command.Result result = sluice("check", "-c", "two words", "*", "");
        assertThat(result.code()).isZero();
        assertThat(result.stdout()).endsWith("io.sluice.server.boot.Main\ncheck\n-c\ntwo words\n*\n\n");
    }

    @Test
    void theClassPathHasTheJarsOfLibInTheOrderOfTheirNames() throws IOException {
        try (var jars = Files.list(home.resolve("lib"))) {
            List<String> names = jars.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
            assertThat(names).anyMatch(name -> name.contains("sluice-server-"));
            assertThat(lines("run")).contains(String.join(":", names));
        }
    }

    @Test
    void javaHomeGoesBeforeThePath() throws IOException {
        Path other = FakeJava.stating(folder.resolve("other"), "11.0.2");
        environment.put("PATH", other.resolve("bin") + ":" + System.getenv("PATH"));
        assertThat(sluice("run").code()).isZero();
    }

    @Test
    void withoutJavaHomeTheJavaOnThePathIsTaken() throws IOException {
        Path other = FakeJava.stating(folder.resolve("other"), "21");
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("java"), Path.of("../other/bin/java"));
        environment.put("JAVA_HOME", "");
        environment.put("PATH", links + ":" + System.getenv("PATH"));
        assertThat(sluice("run").code()).isZero();
        assertThat(other).exists();
    }

    @Test
    void withoutAnyJavaTheMessageSaysWhatIsNeeded() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("dirname", "readlink")) {
            FakeJava.program(tools.resolve(tool), "exec " + which(tool) + " \"$@\"");
        }
        environment.put("JAVA_HOME", "");
        environment.put("PATH", tools.toString());
        Command.Result result = sluice("run");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.stderr())
                .isEqualTo("sluice: no Java found: put java on the PATH or set JAVA_HOME (needed: Java 17 or later)\n");
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() {
        environment.put("JAVA_HOME", folder.toString());
        Command.Result result = sluice("run");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.stderr()).isEqualTo("sluice: JAVA_HOME is " + folder + ", but it has no program bin/java\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_412", "11.0.2", "16"})
    void aJavaOlderThan17IsRefused(String version) throws IOException {
        environment.put(
                "JAVA_HOME", FakeJava.stating(folder.resolve("old"), version).toString());
        assertThat(refusal()).contains("is Java " + version + " (needed: Java 17 or later)");
        environment.put(
                "JAVA_HOME",
                FakeJava.answering(folder.resolve("silent"), version).toString());
        assertThat(refusal()).contains("is Java " + version + " (needed: Java 17 or later)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "17.0.15", "17-ea", "21.0.1", "25"})
    void aJavaFrom17OnIsTaken(String version) throws IOException {
        environment.put(
                "JAVA_HOME", FakeJava.stating(folder.resolve("new"), version).toString());
        assertThat(sluice("run").code()).isZero();
        environment.put(
                "JAVA_HOME",
                FakeJava.answering(folder.resolve("silent"), version).toString());
        assertThat(sluice("run").code()).isZero();
    }

    @Test
    void itWorksThroughSymbolicLinks() throws IOException {
        Path script = home.resolve("bin/sluice");
        Path far = Files.createSymbolicLink(folder.resolve("far"), script);
        Path links = Files.createDirectories(folder.resolve("some links"));
        Path near = Files.createSymbolicLink(links.resolve("near"), Path.of("../far"));
        Path bin = Files.createSymbolicLink(folder.resolve("bin"), home.resolve("bin"));
        String expected = "-Dsluice.home=" + home.toRealPath();
        for (Path start : List.of(script, far, near, bin.resolve("sluice"))) {
            Command.Result result = Command.run(links, environment, Command.words(start, "run"));
            assertThat(result.stdout().lines()).as(start.toString()).contains(expected);
        }
        Command.Result relative = Command.run(links, environment, List.of("./near", "run"));
        assertThat(relative.stdout().lines()).contains(expected);
        Command.Result byShell = Command.run(home.resolve("bin"), environment, List.of("sh", "sluice", "run"));
        assertThat(byShell.stdout().lines()).contains(expected);
    }

    @Test
    void sluiceOptsComeAfterTheFlagsOfTheScript() {
        environment.put("SLUICE_OPTS", "-Xmx2g -Dpattern=*");
        List<String> lines = lines("run");
        assertThat(lines).contains("-Dpattern=*");
        assertThat(lines.indexOf("-Xmx2g")).isGreaterThan(lines.indexOf("-Xmx1g"));
    }

    @Test
    void aCollectorThatIsNamedReplacesOurs() {
        assertThat(lines("run")).contains("-XX:+UseParallelGC");
        environment.put("SLUICE_OPTS", "-XX:+UseZGC");
        assertThat(lines("run")).contains("-XX:+UseZGC").doesNotContain("-XX:+UseParallelGC");
    }

    @Test
    void compactObjectHeadersAreUsedWhereTheyAreReady() throws IOException {
        String flag = "-XX:+UseCompactObjectHeaders";
        assertThat(lines("run")).doesNotContain(flag);
        environment.put(
                "JAVA_HOME", FakeJava.stating(folder.resolve("25"), "25.0.3").toString());
        assertThat(lines("run")).contains(flag);
    }

    @ParameterizedTest
    @CsvSource({"17.0.15, -XX:SharedArchiveFile=, jsa", "24, -XX:SharedArchiveFile=, jsa", "25.0.3, -XX:AOTCache=, aot"
    })
    void allCommandsReadTheArchiveOfClassesWhereItIsThere(String version, String option, String ending)
            throws IOException {
        environment.put("SLUICE_CLASS_ARCHIVE", "");
        environment.put(
                "JAVA_HOME", FakeJava.stating(folder.resolve("any"), version).toString());
        assertThat(lines("run")).noneMatch(line -> line.startsWith(option));
        Path archive = archive("classes-" + version + "." + ending);
        for (String command : List.of("run", "demo", "check", "version")) {
            assertThat(lines(command)).as(command).contains(option + archive);
        }
        environment.put("SLUICE_CLASS_ARCHIVE", "off");
        assertThat(lines("run")).noneMatch(line -> line.startsWith(option));
    }

    @Test
    void anArchiveThatTheUserNamesReplacesOurs() throws IOException {
        environment.put("SLUICE_CLASS_ARCHIVE", "on");
        archive("classes-17.0.15.jsa");
        assertThat(lines("run")).anyMatch(line -> line.startsWith("-XX:SharedArchiveFile="));
        for (String own : List.of("-XX:SharedArchiveFile=x.jsa", "-Xshare:off", "-XX:AOTCache=x.aot")) {
            environment.put("SLUICE_OPTS", own);
            assertThat(lines("run")).contains(own).noneMatch(line -> line.endsWith("classes-17.0.15.jsa"));
        }
    }

    @Test
    void theArchiveIsMadeWithThoseOptionsOfTheUserThatShapeItAndWithoutTheOthers() throws IOException {
        Files.createFile(folder.resolve("my.conf"));
        environment.put("SLUICE_CLASS_ARCHIVE", "on");
        environment.put("SLUICE_OPTS", "-XX:+UseSerialGC -Dcom.sun.management.jmxremote.port=1 -Xlog:gc:file=gc.log");
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx300m -javaagent:x.jar");
        Command.Result result = sluice("prepare", "-c", "my.conf");
        assertThat(result.code()).as("this Java makes none").isEqualTo(1);
        assertThat(result.stderr().lines())
                .contains(
                        "-XX:+UseSerialGC",
                        "-Xmx300m",
                        "prepare",
                        folder.resolve("my.conf").toString())
                .anyMatch(line -> line.startsWith("-XX:ArchiveClassesAtExit="))
                .noneMatch(line -> line.contains("jmxremote") || line.contains("gc.log") || line.contains("agent"))
                .doesNotContain("-XX:+UseParallelGC");
        assertThat(home.resolve("logs")).isEmptyDirectory();
    }

    @Test
    void noArchiveIsMadeWhereItIsOffOrItsFolderIsNotThere() {
        environment.put("SLUICE_CLASS_ARCHIVE", "off");
        assertThat(sluice("prepare").stderr()).startsWith("sluice: no archive is used: ");
        environment.put("SLUICE_CLASS_ARCHIVE", folder.resolve("none").toString());
        assertThat(sluice("prepare").stderr()).isEqualTo("sluice: cannot write " + folder.resolve("none") + "\n");
        assertThat(lines("run")).noneMatch(line -> line.contains("Archive"));
    }

    @Test
    void aSettingOfTheArchiveThatIsNeitherAWordNorAFolderIsRefused() {
        environment.put("SLUICE_CLASS_ARCHIVE", "nofolder");
        for (String command : List.of("run", "start", "prepare", "check")) {
            Command.Result result = sluice(command);
            assertThat(result.code()).as(command).isEqualTo(64);
            assertThat(result.stderr())
                    .isEqualTo("sluice: SLUICE_CLASS_ARCHIVE: found nofolder (expected: on, off, or a folder written"
                            + " with a slash)\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "stop", "status", "reopen", "prepare"})
    void helpKnowsTheCommandsOfTheScript(String command) {
        Command.Result result = sluice("help", command);
        assertThat(result.code()).isZero();
        assertThat(result.stdout()).startsWith("Usage: sluice " + command + " ");
        assertThat(result).isEqualTo(sluice(command, "--help"));
    }

    @Test
    void theJarsOfLibExtComeLast() throws IOException {
        Path own = Files.createFile(home.resolve("lib/ext/a.jar"));
        assertThat(lines("run")).anyMatch(line -> line.endsWith(".jar:" + own));
        assertThat(lines("check")).anyMatch(line -> line.endsWith(".jar:" + own));
    }

    @Test
    void theJarsOfLibExtMayCallNativeCodeWhereJavaAsksLeaveForThat() throws IOException {
        String flag = "--enable-native-access=ALL-UNNAMED";
        Path later = FakeJava.stating(folder.resolve("25"), "25.0.3");
        environment.put("JAVA_HOME", later.toString());
        assertThat(lines("run")).doesNotContain(flag);
        Files.createFile(home.resolve("lib/ext/a.jar"));
        assertThat(lines("run")).contains(flag);
        environment.put(
                "JAVA_HOME", FakeJava.stating(folder.resolve("21"), "21.0.1").toString());
        assertThat(lines("run")).doesNotContain(flag);
    }

    @Test
    void aFolderWithAColonIsRefused() throws IOException {
        Path odd = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("a:b")));
        home = Tarball.unpack(odd);
        assertThat(refusal()).contains("a class path cannot name a folder with a colon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--what", "--pid-file", "--timeout=x"})
    void startRefusesOptionsThatItDoesNotKnow(String option) {
        Command.Result result = sluice("start", option);
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).startsWith("sluice: start: ").contains(option.replaceAll("=.*", ""));
    }

    @Test
    void startNamesTheOptionThatAFileAloneIsMeantFor() {
        Command.Result result = sluice("start", "conf/x.conf");
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).isEqualTo("sluice: start: found conf/x.conf (expected: start -c conf/x.conf)\n");
    }

    @Test
    void stopWithoutAServerSaysSoAndIsContent() throws IOException {
        Path pidFile = Files.writeString(
                folder.resolve("stale.pid"), ProcessHandle.current().pid() + "\n");
        Command.Result result = sluice("stop", "--pid-file", pidFile.toString());
        assertThat(result.code()).isZero();
        assertThat(result.stdout()).isEqualTo("sluice: not running (" + pidFile + ")\n");
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void shellcheckFindsNothing() {
        assumeTrue(Command.run("sh", "-c", "command -v shellcheck").code() == 0, "shellcheck is not installed");
        Command.Result result =
                Command.run("shellcheck", home.resolve("bin/sluice").toString());
        assertThat(result.code()).as(result.stdout()).isZero();
    }

    @Test
    void anArchiveOfAnotherLengthThanItsKeySaysIsPassedOver() throws IOException {
        environment.put("SLUICE_CLASS_ARCHIVE", "on");
        Path archive = archive("classes-17.0.15.jsa");
        String option = "-XX:SharedArchiveFile=" + archive;
        assertThat(lines("run")).contains(option);
        Files.writeString(archive, "shor");
        assertThat(lines("run")).doesNotContain(option);
        Files.delete(archive.resolveSibling(archive.getFileName() + ".key"));
        assertThat(lines("run")).doesNotContain(option);
    }

    /** A file that stands for an archive, with its key. */
    private Path archive(String name) throws IOException {
        Files.writeString(home.resolve("logs/" + name + ".key"), "5\nmade of this and that\n");
        return Files.writeString(home.resolve("logs/" + name), "short");
    }

    private Command.Result sluice(String... arguments) {
        return Command.run(folder, environment, Command.words(home.resolve("bin/sluice"), arguments));
    }

    private List<String> lines(String... arguments) {
        return sluice(arguments).stdout().lines().toList();
    }

    private String refusal() {
        Command.Result result = sluice("run");
        assertThat(result.code()).isEqualTo(1);
        return result.stderr();
    }

    private static Path which(String tool) {
        return Path.of(Command.run("sh", "-c", "command -v " + tool).stdout().strip());
    }
}
