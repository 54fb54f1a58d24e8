package io.sluice.server.boot;

import io.sluice.server.config.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of reloads by SIGHUP, beside the pid file, for who has sent one: a signal has no answer. One object of JSON:
 * {@code process}, {@code configuration}, {@code hangups} (how many were dealt with), and {@code outcome} of the last one, as
 * {@link Reloaded#values()} has it. It is replaced as a whole.
 */
final class StateFile {
    private static final Logger log = LoggerFactory.getLogger(StateFile.class);

    private final Path file;
    private final Path configuration;
    private long hangups;
    private Optional<Reloaded> last = Optional.empty();

    StateFile(Path pidFile, Path configuration) {
        this.file = beside(pidFile);
        this.configuration = configuration.toAbsolutePath();
    }

    /** {@code X.state} for {@code X.pid} or {@code X}. */
    static Path beside(Path pidFile) {
        Path whole = pidFile.toAbsolutePath();
        String name = whole.getFileName().toString();
        return whole.resolveSibling((name.endsWith(".pid") ? name.substring(0, name.length() - 4) : name) + ".state");
    }

    /** Writes what is known. Where that fails, the log tells, and who sends a signal is not told what comes of it. */
    synchronized void write() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("process", ProcessHandle.current().pid());
        values.put("configuration", configuration.toString());
        values.put("hangups", hangups);
        last.ifPresent(outcome -> values.put("outcome", outcome.values()));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, Json.write(values));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            log.warn("cannot write {}: {}", file, e.toString());
        }
    }

    /** A SIGHUP was dealt with. */
    synchronized void hungUp(Reloaded outcome) {
        hangups++;
        last = Optional.of(outcome);
        write();
    }

    /** Takes the file away, unless it is another process's. */
    void delete() throws IOException {
        if (read(file)
                .filter(one -> one.process() == ProcessHandle.current().pid())
                .isPresent()) {
            Files.deleteIfExists(file);
        }
    }

    /**
     * What such a file says.
     *
     * @param outcome of the last SIGHUP; empty where there was none
     */
    record State(long process, Path configuration, long hangups, Map<?, ?> outcome) {}

    /** What the file says; empty where there is none, or it cannot be read. */
    static Optional<State> read(Path file) {
        try {
            Map<String, Object> values = Json.read(Files.readString(file));
            return Optional.of(new State(
                    ((Number) values.get("process")).longValue(),
                    Path.of((String) values.get("configuration")),
                    ((Number) values.get("hangups")).longValue(),
                    values.get("outcome") instanceof Map<?, ?> outcome ? outcome : Map.of()));
        } catch (IOException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
