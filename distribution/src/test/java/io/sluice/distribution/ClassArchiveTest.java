package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The archive of loaded classes: made, used, passed over where it does not fit, and made again. */
class ClassArchiveTest {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final String SHARED = "io.sluice.server.boot.Main source: shared objects file";

    /** It is made at the lowest priority, beside whatever else this machine does. */
    private static final Duration MADE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path home;
    private Path archives;

    @BeforeEach
    void unpack() throws IOException {
        // Java 17 keeps no classes of a path with a space.
        home = Files.move(Tarball.unpack(folder), folder.resolve("home"));
        archives = Files.createDirectory(folder.resolve("archives"));
        environment.put("SLUICE_CLASS_ARCHIVE", archives.toString());
        environment.put("SLUICE_OPTS", "-Xlog:class+load");
    }

    @ParameterizedTest
    @MethodSource("javas")
    void whatPrepareMakesIsUsedUntilAJarChangesOrItBreaks(Path java) throws IOException {
        environment.put("JAVA_HOME", java.toString());
        assertThat(sluice("version").stdout()).doesNotContain(SHARED);

        Command.Result prepared = sluice("prepare");
        assertThat(prepared.code()).as(prepared.toString()).isZero();
        Path archive = files().get(0);
        assertThat(prepared.stdout()).isEqualTo("sluice: prepared: " + archive + "\n");
        assertThat(prepared.stderr()).isEmpty();
        assertThat(files()).containsExactly(archive, Path.of(archive + ".key"));
        assertThat(home.resolve("logs")).as("nothing served").isEmptyDirectory();
        assertThat(sluice("version").stdout()).contains(SHARED);
        assertThat(sluice("check").stdout()).contains(SHARED);
        if (java.equals(javas().get(0))) { // bin/sluice sees to that, whatever Java starts afterwards
            onlyWhatNobodyElseCanWriteIsUsed(archive);
        }

        environment.put("SLUICE_OPTS", "");
        String plain = sluice("version").stdout();
        byte[] whole = Files.readAllBytes(archive);
        for (int length : List.of(0, 100, whole.length / 2)) {
            Files.delete(archive);
            Files.write(archive, Arrays.copyOf(whole, length));
            assertThat(sluice("version")).as("%d bytes", length).isEqualTo(new Command.Result(0, plain, ""));
        }
        Command.Result good = sluice("check");
        for (int part : List.of(1, 3, 5, 7)) {
            byte[] damaged = whole.clone();
            int from = whole.length / 8 * part;
            Arrays.fill(damaged, from, from + whole.length / 16, (byte) 0);
            Files.write(archive, damaged);
            assertThat(sluice("check")).as("zeros from %d on", from).isEqualTo(good);
        }
        Files.write(archive, whole);
        replace("sluice-server-");
        assertThat(sluice("version")).isEqualTo(new Command.Result(0, plain, ""));
        environment.put("SLUICE_OPTS", "-Xlog:class+load");
        assertThat(sluice("version").stdout()).doesNotContain(SHARED);
    }

    /** One that another user may have put there would run as this one. */
    private void onlyWhatNobodyElseCanWriteIsUsed(Path archive) throws IOException {
        Path key = Path.of(archive + ".key");
        for (Path file : List.of(archives, archive, key)) {
            Set<PosixFilePermission> before = Files.getPosixFilePermissions(file);
            Set<PosixFilePermission> wider = EnumSet.copyOf(before);
            wider.add(PosixFilePermission.GROUP_WRITE);
            Files.setPosixFilePermissions(file, wider);
            Command.Result version = sluice("version");
            assertThat(version.code()).as(version.toString()).isZero();
            assertThat(version.stdout()).as("%s: %s", file, wider).doesNotContain(SHARED);
            Files.setPosixFilePermissions(file, before);
        }
        Path elsewhere = Files.move(archive, folder.resolve("elsewhere"));
        Files.createSymbolicLink(archive, elsewhere);
        assertThat(sluice("version").stdout()).as("a link").doesNotContain(SHARED);
        Files.move(elsewhere, archive, StandardCopyOption.REPLACE_EXISTING);
        if (Files.getAttribute(folder, "unix:uid").equals(0)) { // root alone can give files away
            for (Path file : List.of(archives, archive, key)) {
                Files.setAttribute(file, "unix:uid", 4321);
                assertThat(sluice("version").stdout())
                        .as("%s of another user", file)
                        .doesNotContain(SHARED);
                Files.setAttribute(file, "unix:uid", 0);
            }
        }
        assertThat(sluice("version").stdout()).contains(SHARED);
    }

    @Test
    void itIsNotMadeWhereAnotherUserCanWrite() throws IOException {
        Files.setPosixFilePermissions(archives, PosixFilePermissions.fromString("rwxrwxr-x"));
        Command.Result prepared = sluice("prepare");
        assertThat(prepared.code()).isEqualTo(1);
        assertThat(prepared.stderr()).startsWith("sluice: " + archives + ": another user can write there (expected: ");
        assertThat(archives).isEmptyDirectory();
    }

    @Test
    void aServerThatWasStartedHasItMadeAndMadeAgainAfterAJarChanged() throws IOException {
        Path configuration = Files.writeString(folder.resolve("test.conf"), """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  hosts { site { routes = [] } }
                }
                """);
        // The script cannot see the options of a file, of which one shapes the archive.
        Path options = Files.writeString(folder.resolve("options"), "-Xmx300m");
        environment.put("SLUICE_OPTS", "-Dsluice-archive-delay=0 @" + options);
        Path left = Files.createFile(archives.resolve("classes-17.jsa.1.part"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        String first = keyMadeBy(configuration, "");
        assertThat(first).contains("\n-Xmx300m\n");
        replace("mina-core-");
        assertThat(keyMadeBy(configuration, first)).isNotEqualTo(first);

        environment.put("SLUICE_OPTS", "-Xlog:class+load");
        assertThat(sluice("version").stdout()).contains(SHARED);
        assertThat(files())
                .as("without what a killed one had left")
                .allMatch(file -> !file.toString().contains(".part"));
    }

    /** Starts, waits for another key than this, stops. */
    private String keyMadeBy(Path configuration, String before) throws IOException {
        Command.Result start = sluice("start", "-c", configuration.toString());
        assertThat(start.code()).as(start.toString()).isZero();
        try {
            Eventually.until("the key of a new archive", MADE, () -> !key().equals(before));
            return key();
        } finally {
            assertThat(sluice("stop").code()).isZero();
        }
    }

    private String key() throws IOException {
        for (Path file : files()) {
            if (file.toString().endsWith(".key") && !file.toString().contains(".part")) {
                return Files.readString(file);
            }
        }
        return "";
    }

    private void replace(String jar) throws IOException {
        try (Stream<Path> lib = Files.list(home.resolve("lib"))) {
            Path found = lib.filter(file -> file.getFileName().toString().startsWith(jar))
                    .findFirst()
                    .orElseThrow();
            // A file of its own: the other tests have this one by hard links.
            Path own = Files.copy(found, folder.resolve("own.jar"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(own, found, StandardCopyOption.REPLACE_EXISTING);
            assertThat(found.toFile().setLastModified(System.currentTimeMillis() - 3_600_000))
                    .isTrue();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(archives)) {
            return files.filter(file -> !file.toString().endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }

    private Command.Result sluice(String... arguments) {
        return Command.run(folder, environment, Command.words(home.resolve("bin/sluice"), arguments), MADE);
    }

    /** The Java of the tests, and one of the other kind of archive, where it is installed. */
    static List<Path> javas() throws IOException {
        List<Path> javas = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        if (Files.isDirectory(INSTALLED)) {
            boolean caches = Runtime.version().feature() >= 25;
            try (Stream<Path> installed = Files.list(INSTALLED)) {
                installed
                        .filter(java -> Files.isExecutable(java.resolve("bin/java")))
                        .filter(java -> feature(java) >= 17 && feature(java) >= 25 != caches)
                        .findFirst()
                        .ifPresent(javas::add);
            }
        }
        return javas;
    }

    private static int feature(Path java) {
        try {
            return Files.readAllLines(java.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("^[^\"]*\"([0-9]+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
