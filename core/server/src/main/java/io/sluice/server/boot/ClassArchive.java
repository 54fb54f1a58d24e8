package io.sluice.server.boot;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive of loaded classes that the JVM starts from. {@code bin/sluice} names its file, and makes it in a process of its
 * own; a server that was started in the background has that done when it has served for a while and finds that there is none
 * that fits. Beside the archive lies its key: how long it is, and what it was made of. The JVM passes over an archive that does
 * not fit, in silence and for good, so the key tells that it has to be made again.
 */
final class ClassArchive {
    /** The system property with the file that a server is to keep; without it, nothing is kept. */
    static final String FILE = "sluice-archive";

    /** The system property with the seconds that a server serves before it looks. */
    static final String DELAY = "sluice-archive-delay";

    /** The system property with the file that a rehearsal writes the key to. */
    static final String KEY_FILE = "sluice-archive-key";

    private static final int SERVED = 60;
    private static final Pattern SHAPING = Pattern.compile("-XX:[+-]Use\\w+|-Xmx\\w+");

    private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);

    private final Path archive;
    private final Path home;
    private final Path config;

    private ClassArchive(Path archive, Path home, Path config) {
        this.archive = archive;
        this.home = home;
        this.config = config;
    }

    /**
     * Has the archive made later, where one is wanted and there is none that fits. Returns at once.
     *
     * @param config the configuration whose classes it is to have
     */
    static void keep(Path home, Path config) {
        String archive = System.getProperty(FILE);
        if (archive != null) {
            Thread thread =
                    new Thread(new ClassArchive(Path.of(archive), home, config)::makeLater, "sluice-class-archive");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Writes the key of what this process runs with, where it was told to. */
    static void writeKey() throws IOException {
        String file = System.getProperty(KEY_FILE);
        if (file != null) {
            Files.writeString(Path.of(file), key());
        }
    }

    private void makeLater() {
        try {
            Thread.sleep(Duration.ofSeconds(Long.getLong(DELAY, SERVED)).toMillis());
            if (!fits()) {
                makeAlone();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.info("{}: not made: {}", archive, e.toString());
        }
    }

    /** Of several servers of one home folder, one makes it. */
    private void makeAlone() throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(
                        archive.resolveSibling(archive.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && !fits()) {
                make();
            }
        }
    }

    private void make() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        ProcessBuilder prepare = new ProcessBuilder(
                        home.resolve("bin/sluice").toString(), "prepare", "-c", config.toString())
                .directory(home.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // As they have come out: the script sees no options of an @file, and splits quoted ones in its own way.
        prepare.environment().put("SLUICE_OPTS", shaping().collect(Collectors.joining(" ")));
        prepare.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
        int code = prepare.start().waitFor();
        double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
        if (code != 0) {
            log.info("{}: not made: bin/sluice prepare ended with {} (by hand, it says why)", archive, code);
        } else if (fits()) {
            log.info("{}: made in {} s: the next start will be quicker", archive, seconds);
        } else {
            log.info("{}: made, but it does not fit the Java options of this process", archive);
        }
    }

    private boolean fits() throws IOException {
        Path key = archive.resolveSibling(archive.getFileName() + ".key");
        return Files.isReadable(archive)
                && Files.isReadable(key)
                && Files.readString(key).equals(Files.size(archive) + "\n" + key());
    }

    /** What the JVM compares, and the options that it lays out objects by. */
    private static String key() {
        StringBuilder key = new StringBuilder();
        key.append(System.getProperty("java.vm.version")).append('\n');
        key.append(System.getProperty("java.home")).append('\n');
        shaping().distinct().sorted().forEach(option -> key.append(option).append('\n'));
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(File::new)
                .forEach(jar -> key.append(jar)
                        .append(' ')
                        .append(jar.length())
                        .append(' ')
                        .append(jar.lastModified())
                        .append('\n'));
        return key.toString();
    }

    private static Stream<String> shaping() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> SHAPING.matcher(option).matches());
    }
}
