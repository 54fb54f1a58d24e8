package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What all tests of a run share, made when the first of them asks for it: the tarball unpacked by {@code tar}, an archive of
 * the classes that a server loads, and the probe plugin. It lives beside the tests' own folders, and goes with the JVM.
 *
 * <p>An installation for a test is a copy of the unpacked one whose jars of lib/ are hard links: an archive of classes is
 * valid for the very files that it was made with, wherever their folder is.
 */
final class Installations {
    private static final Path SHARED = folder();
    private static final Path UNPACKED = unpacked();
    private static final Path ARCHIVE = SHARED.resolve("classes.jsa");

    private static final String SHARED_CLASSES =
            "-XX:SharedArchiveFile=" + ARCHIVE + " -Xshare:auto -Xlog:cds*=off -Xlog:class+path*=off";

    /** The second compiler pays in servers that live longer than a test. */
    private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1 ";

    private static final Path PROBE = probe();

    static {
        archive();
    }

    private Installations() {}

    /** JVM options with which a server starts in half the time, and from then on does the same as with the shipped ones. */
    static String quickStart() {
        return quickStart(false);
    }

    /** The same, perhaps with the second compiler. */
    static String quickStart(boolean bothCompilers) {
        return (bothCompilers ? "" : ONE_COMPILER) + SHARED_CLASSES;
    }

    /** The probe plugin's jar. */
    static Path probeJar() {
        return PROBE;
    }

    /** Copies the unpacked tarball into a folder, and returns the home folder there. */
    static Path copy(Path target) throws IOException {
        Path home = target.resolve(UNPACKED.getFileName());
        Path lib = UNPACKED.resolve("lib");
        Files.walkFileTree(UNPACKED, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(home.resolve(UNPACKED.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = home.resolve(UNPACKED.relativize(file));
                if (file.getParent().equals(lib)) {
                    Files.createLink(copy, file);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return home;
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("sluice-installations");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete " + folder));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpacked() {
        Command.Result tar = Command.run("tar", "-xzf", Tarball.file().toString(), "-C", SHARED.toString());
        assertThat(tar.code()).as(tar.toString()).isZero();
        return SHARED.resolve("sluice-" + Tarball.version());
    }

    private static Path probe() {
        try {
            return PluginJars.make(
                    UNPACKED, PluginJars.PROBE, SHARED.resolve("probe.jar"), PluginJars.descriptor("probe"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a server that serves a request, and has the JVM write what it loaded. In a folder without a space: Java 17 writes
     * no classes of a jar whose path has one, though it finds them for such a path later.
     */
    private static void archive() {
        try (RunningSluice sluice = RunningSluice.at(copy(Files.createDirectory(SHARED.resolve("archived"))))
                .options(ONE_COMPILER + "-XX:ArchiveClassesAtExit=" + ARCHIVE + " -Xlog:cds*=off -Xlog:class+path*=off")
                .start("""
                        sluice {
                          listeners { web { bind = "127.0.0.1:0" } }
                          upstreams { app { servers = ["127.0.0.1:1"], health = tcp } }
                          hosts {
                            site {
                              routes = [ { path = "/app", upstream = app }, { path = "/", return { status = 200, body = "$host" } } ]
                            }
                          }
                          access-log { file = "logs/access.log" }
                          admin { bind = "127.0.0.1:0" }
                        }
                        """)) {
            try (RawClient client = RawClient.connect(sluice.address("web"))) {
                assertThat(client.get("/").status()).isEqualTo(200);
                assertThat(client.get("/app").status()).isEqualTo(502);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("left behind: " + e);
        }
    }
}
