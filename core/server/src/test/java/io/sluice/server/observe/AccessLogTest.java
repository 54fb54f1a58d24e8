package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.accesslog.AccessLogEntry;
import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.server.config.AccessLogConfig;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    private static final AccessLogFormat TARGET = (entry, line) -> line.append(entry.requestUri());

    @TempDir
    private Path home;

    private final Metrics metrics = new Metrics();

    private AccessLog open(String file, long maxFileSize, AccessLogFormat format) throws IOException {
        AccessLogConfig config = new AccessLogConfig(
                null,
                Optional.of(Path.of(file)),
                Optional.empty(),
                Optional.empty(),
                EnumSet.allOf(AccessLogEntry.Event.class),
                true,
                maxFileSize,
                0,
                100_000);
        return AccessLog.open(config, format, metrics, home);
    }

    @Test
    void closingWritesEveryLineInOrderIntoAFolderThatIsCreated() throws IOException {
        try (AccessLog log = open("logs/deep/access.log", 0, TARGET)) {
            IntStream.range(0, 20_000).forEach(i -> log.write(FakeExchange.get("/" + i)));
        }

        assertThat(Files.readAllLines(home.resolve("logs/deep/access.log")))
                .isEqualTo(IntStream.range(0, 20_000).mapToObj(i -> "/" + i).toList());
        assertThat(metrics.value(Metric.ACCESS_LOG_WRITTEN)).isEqualTo(20_000);
        assertThat(metrics.value(Metric.ACCESS_LOG_DROPPED)).isZero();
    }

    @Test
    void aLineReachesTheFileWithoutMoreTraffic() throws IOException {
        try (AccessLog log = open("access.log", 0, TARGET)) {
            for (int i = 1; i <= 3; i++) {
                int lines = i;
                log.write(FakeExchange.get("/" + i));
                Eventually.until("the line is in the file", () -> lines().size() == lines);
            }
        }
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(home.resolve("access.log"));
    }

    @Test
    void anExistingFileIsContinued() throws IOException {
        Files.writeString(home.resolve("access.log"), "before\n");
        try (AccessLog log = open("access.log", 0, TARGET)) {
            log.write(FakeExchange.get("/after"));
        }

        assertThat(lines()).containsExactly("before", "/after");
    }

    @Test
    void charactersUpTo255AreBytesAndOthersUtf8() throws IOException {
        try (AccessLog log = open("access.log", 0, (entry, line) -> line.append("a\u00e9\u00ff\u20ac\ud83d\ude00b"))) {
            log.write(FakeExchange.get("/"));
        }

        assertThat(Files.readAllBytes(home.resolve("access.log")))
                .isEqualTo(("a\u00e9\u00ff"
                                + new String("€😀".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                                + "b\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void anExchangeIsOneLineWhateverTheFormatLetsThrough() throws IOException {
        try (AccessLog log = open("access.log", 0, TARGET)) {
            log.write(FakeExchange.get("/a\nb\rc"));
        }

        assertThat(lines()).containsExactly("/a\\x0Ab\\x0Dc");
    }

    @Test
    void aLineLargerThanABatchIsWrittenWhole() throws IOException {
        String large = "/" + "\u20ac".repeat(100_000);
        try (AccessLog log = open("access.log", 0, TARGET)) {
            log.write(FakeExchange.get("/before"));
            log.write(FakeExchange.get(large));
            log.write(FakeExchange.get("/after"));
        }

        assertThat(lines()).containsExactly("/before", large, "/after");
    }

    @Test
    void aFullFileIsRolledOverAndNoLineIsLost() throws IOException {
        String filler = "x".repeat(1000);
        try (AccessLog log = open(
                "access.log",
                100_000,
                (entry, line) -> line.append(entry.requestUri()).append(' ').append(filler))) {
            for (int i = 0; i < 1000; i++) {
                log.write(FakeExchange.get("/" + i));
            }
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(home)) {
            files = all.sorted().toList();
        }
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            lines.addAll(Files.readAllLines(file));
        }

        assertThat(files)
                .hasSizeGreaterThan(1)
                .anyMatch(
                        file -> file.getFileName().toString().matches("access\\.[0-9]{4}-[0-9]{2}-[0-9]{2}\\.0\\.log"));
        assertThat(lines).hasSize(1000).doesNotHaveDuplicates();
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedByItsName() throws IOException {
        Files.writeString(home.resolve("file"), "");
        Files.createDirectory(home.resolve("folder"));

        assertThatThrownBy(() -> open("file/access.log", 0, TARGET))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(home.resolve("file/access.log").toString());
        assertThatThrownBy(() -> open("folder", 0, TARGET))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(home.resolve("folder") + ": the log file cannot be written");
    }

    @Test
    void aFileThatWasMovedIsOpenedAnewByItsNameAndNoLineIsLost() throws IOException {
        try (AccessLog log = open("access.log", 0, TARGET)) {
            log.write(FakeExchange.get("/1"));
            Eventually.until("the line is in the file", () -> lines().size() == 1);
            Files.move(home.resolve("access.log"), home.resolve("moved.log"));
            log.write(FakeExchange.get("/2"));
            Eventually.until(
                    "the file that is open gets lines on",
                    () -> Files.readAllLines(home.resolve("moved.log")).size() == 2);
            log.reopen();
            Eventually.until("the new file is there", () -> Files.exists(home.resolve("access.log")));
            log.write(FakeExchange.get("/3"));
        }

        assertThat(Files.readAllLines(home.resolve("moved.log"))).containsExactly("/1", "/2");
        assertThat(lines()).containsExactly("/3");
    }

    @Test
    void linesThatAreWrittenWhileFilesAreMovedAndOpenedAnewAreEachInOneOfThem() throws IOException {
        int lines = 50_000;
        try (AccessLog log = open("access.log", 0, TARGET)) {
            for (int i = 0; i < lines; i++) {
                if (i % 5_000 == 0) {
                    Files.move(home.resolve("access.log"), home.resolve("moved." + i));
                    log.reopen();
                    Eventually.until("the new file is there", () -> Files.exists(home.resolve("access.log")));
                }
                log.write(FakeExchange.get("/" + i));
            }
        }
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                all.addAll(Files.readAllLines(file));
            }
        }

        assertThat(all).hasSize(lines).doesNotHaveDuplicates();
        assertThat(metrics.value(Metric.ACCESS_LOG_DROPPED)).isZero();
    }

    @Test
    void whereTheNewFileCannotBeOpenedTheOldOneStaysAndAWarningSaysSo() throws IOException {
        try (LogCapture capture = LogCapture.of(AccessLog.class);
                AccessLog log = open("access.log", 0, TARGET)) {
            Files.move(home.resolve("access.log"), home.resolve("moved.log"));
            Files.createDirectory(home.resolve("access.log"));
            log.reopen();
            Eventually.until(
                    "the trouble is told",
                    () -> capture.lines().stream()
                            .anyMatch(line -> line.startsWith("WARN access log: " + home.resolve("access.log")
                                    + ": the log file cannot be opened anew (")));
            log.write(FakeExchange.get("/on"));
        }

        assertThat(Files.readAllLines(home.resolve("moved.log"))).containsExactly("/on");
    }

    @Test
    void aLogGetsTheEventsItWants() throws IOException {
        AccessLogConfig config = new AccessLogConfig(
                null,
                Optional.of(Path.of("access.log")),
                Optional.empty(),
                Optional.empty(),
                EnumSet.of(AccessLogEntry.Event.REQUEST, AccessLogEntry.Event.OPEN),
                false,
                0,
                0,
                100);
        try (AccessLog log = AccessLog.open(config, TARGET, metrics, home)) {
            log.write(FakeExchange.get("/request"));
            log.write(FakeExchange.upgrade("/opened").event(AccessLogEntry.Event.OPEN));
            log.write(FakeExchange.upgrade("/closed").event(AccessLogEntry.Event.CLOSE));
        }

        assertThat(lines()).containsExactly("/request", "/opened");
    }

    @Test
    void aFormatThatThrowsLosesItsLineAlone() throws IOException {
        AccessLogFormat format = (entry, line) -> {
            line.append(entry.requestUri());
            if (entry.requestUri().equals("/bad")) {
                throw new AssertionError("no");
            }
        };
        try (LogCapture capture = LogCapture.of(AccessLog.class)) {
            AccessLog log = open("access.log", 0, format);
            log.write(FakeExchange.get("/a"));
            log.write(FakeExchange.get("/bad"));
            log.write(FakeExchange.get("/b"));
            log.close();
            assertThat(capture.lines()).containsExactly("WARN access log: lines lost, the format failed");
        }

        assertThat(lines()).containsExactly("/a", "/b");
        assertThat(metrics.value(Metric.ACCESS_LOG_FAILED)).isEqualTo(1);
    }

    @Test
    void aSinkThatStandsStillMakesNobodyWaitAndIsWarnedOfOnceAMinute() throws InterruptedException {
        ManualClock clock = new ManualClock();
        StalledSink sink = new StalledSink();
        try (LogCapture capture = LogCapture.of(AccessLog.class)) {
            AccessLog log = AccessLog.open(sink, 10, TARGET, metrics, new Warnings(clock::nanoTime));
            log.write(FakeExchange.get("/first"));
            sink.reached.await();
            for (int i = 0; i < 25; i++) {
                log.write(FakeExchange.get("/" + i));
            }
            assertThat(metrics.value(Metric.ACCESS_LOG_DROPPED)).isEqualTo(15);

            sink.permits.release(11);
            Eventually.until("the drops are told", () -> !capture.lines().isEmpty());
            assertThat(capture.lines()).containsExactly("WARN access log: 15 lines dropped, the queue was full");

            sink.permits.release(1_000);
            clock.advance(Duration.ofSeconds(59));
            log.write(FakeExchange.get("/within the minute"));
            log.close();
            assertThat(capture.lines()).hasSize(1);
        }

        assertThat(sink.lines).hasSize(12).startsWith("/first", "/0").endsWith("/9", "/within the minute");
        assertThat(metrics.value(Metric.ACCESS_LOG_WRITTEN)).isEqualTo(12);
    }

    @Test
    void aLineAfterTheEndIsDroppedAndCounted() throws IOException {
        AccessLog log = open("access.log", 0, TARGET);
        log.close();
        log.write(FakeExchange.get("/late"));

        assertThat(lines()).isEmpty();
        assertThat(metrics.value(Metric.ACCESS_LOG_DROPPED)).isEqualTo(1);
    }

    @Test
    void aSinkThatThrowsDoesNotEndTheLog() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        LineSink sink = new LineSink() {
            @Override
            public void line(String line) {
                if (line.equals("/bad")) {
                    throw new IllegalStateException("disk on fire");
                }
                lines.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        try (LogCapture capture = LogCapture.of(AccessLog.class);
                AccessLog log = AccessLog.open(sink, 10, TARGET, metrics, new Warnings(System::nanoTime))) {
            log.write(FakeExchange.get("/bad"));
            log.write(FakeExchange.get("/good"));
            Eventually.until("the good line is there", () -> lines.contains("/good"));
            Eventually.until(
                    "the trouble is told",
                    () -> capture.lines().stream().anyMatch(line -> line.contains("disk on fire")));
        }
    }

    /** Takes a line only when it has a permit. */
    private static final class StalledSink implements LineSink {
        private final Semaphore permits = new Semaphore(0);
        private final CountDownLatch reached = new CountDownLatch(1);
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void line(String line) {
            reached.countDown();
            permits.acquireUninterruptibly();
            lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
