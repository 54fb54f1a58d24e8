package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
final class Command {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private Command() {}

    /**
     * What a program left.
     *
     * @param code its exit code
     * @param stdout what it wrote to its standard output
     * @param stderr what it wrote to its standard error
     */
    record Result(int code, String stdout, String stderr) {}

    /** Runs a program in the folder of the tests, with their environment. */
    static Result run(String... words) {
        return run(Path.of(""), Map.of(), List.of(words));
    }

    /** Runs {@code bin/sluice} of an installation with these arguments. */
    static Result sluice(Path home, String... arguments) {
        return run(Path.of(""), Map.of(), words(home.resolve("bin/sluice"), arguments));
    }

    /**
     * Runs a program.
     *
     * @param folder the folder it is run in
     * @param environment variables added to those of the tests; one with an empty value is taken away
     * @param words the program and its arguments
     * @throws AssertionError when it has not ended within a minute
     */
    static Result run(Path folder, Map<String, String> environment, List<String> words) {
        return run(folder, environment, words, DEADLINE);
    }

    /** The same with a deadline of its own, for what takes long on purpose. */
    static Result run(Path folder, Map<String, String> environment, List<String> words, Duration deadline) {
        try {
            Process process = builder(folder, environment, words).start();
            process.getOutputStream().close();
            CompletableFuture<String> stdout = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            CompletableFuture<String> stderr = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            if (!process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("not at its end after " + deadline.toSeconds() + " s: " + words + "\n"
                        + stdout.join() + stderr.join());
            }
            return new Result(process.exitValue(), stdout.join(), stderr.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + words, e);
        }
    }

    /** A process to be started, as {@link #run} would. */
    static ProcessBuilder builder(Path folder, Map<String, String> environment, List<String> words) {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toAbsolutePath().toFile());
        // Each test unpacks afresh: an archive of classes would be made by each and never be read. There is one
        // for all.
        builder.environment().put("SLUICE_CLASS_ARCHIVE", "off");
        if (words.get(0).endsWith("/bin/sluice") && !environment.containsKey("SLUICE_OPTS")) {
            builder.environment().put("SLUICE_OPTS", Installations.quickStart());
        }
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder;
    }

    /** A program and its arguments. */
    static List<String> words(Path program, String... arguments) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(program.toString()), java.util.Arrays.stream(arguments))
                .toList();
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
