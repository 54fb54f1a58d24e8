package io.sluice.bench;

import io.sluice.bench.load.Figures;
import io.sluice.bench.load.Plan;
import io.sluice.bench.load.Run;
import io.sluice.bench.load.Sample;
import io.sluice.bench.load.Target;
import io.sluice.bench.report.JsonReport;
import io.sluice.bench.report.LiveLine;
import io.sluice.bench.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a server, and prints the figures: 0 if all went well, 1 if there were errors or nothing worked, 64 for bad usage. */
@Command(
        name = "bench",
        sortOptions = false,
        description = {
            "Measure a WebSocket or HTTP server: how much it takes, how fast it answers, what it gets wrong.",
            "Over a WebSocket messages are sent that are to come back as they are. More: docs/bench.md"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final long PRINTED = 5;

    /** Set by {@code bin/sluice} where standard error is a terminal, which Java cannot tell. */
    private static final String TERMINAL = "sluice.terminal";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "ws://, wss://, http:// or https://")
    private String url;

    @ArgGroup(validate = false, order = 1, heading = "%nThe load:%n")
    private Options.Load load = new Options.Load();

    @ArgGroup(validate = false, order = 2, heading = "%nIn place of messages or requests:%n")
    private Options.Modes modes = new Options.Modes();

    @ArgGroup(validate = false, order = 3, heading = "%nMessages:%n")
    private Options.WebSocket webSocket = new Options.WebSocket();

    @ArgGroup(validate = false, order = 4, heading = "%nRequests and handshakes:%n")
    private Options.Http http = new Options.Http();

    @ArgGroup(validate = false, order = 5, heading = "%nTLS:%n")
    private Options.Tls tls = new Options.Tls();

    @ArgGroup(validate = false, order = 6, heading = "%nOutput:%n")
    private Options.Output output = new Options.Output();

    /** For picocli. */
    public BenchCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        refuseRepeated();
        Path file = output.json == null || output.json.equals("-") ? null : Path.of(output.json);
        if (file != null && Files.isDirectory(file)) {
            throw new ParameterException(
                    spec.commandLine(), "bench: --json: " + file + " is a folder (expected: a file)");
        }
        if (file != null && !Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw new ParameterException(
                    spec.commandLine(), "bench: --json: " + file + " cannot be written: its folder is not there");
        }
        Plan plan;
        try {
            plan = new Planner(Target.parse(url), load, modes, webSocket, http, tls).plan();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "bench: " + e.getMessage(), e);
        }
        CountDownLatch printed = new CountDownLatch(1);
        Run run = new Run(plan);
        // Ctrl-C: what has been measured so far is printed, while the JVM waits for this thread.
        Thread atEnd = new Thread(() -> stopAndWait(run, printed));
        Runtime.getRuntime().addShutdownHook(atEnd);
        Figures figures;
        try {
            figures = run.go(observer(plan));
            print(figures, file);
        } finally {
            printed.countDown();
        }
        return figures.errorCount() == 0 && figures.succeeded() ? 0 : 1;
    }

    /** Picocli takes an option that is there twice for a second group of options, and forgets the first. */
    private void refuseRepeated() {
        for (OptionSpec option : spec.options()) {
            if (!option.isMultiValue() && option.originalStringValues().size() > 1) {
                throw new ParameterException(
                        spec.commandLine(), "bench: " + option.longestName() + ": is there twice (expected: once)");
            }
        }
    }

    private static void stopAndWait(Run run, CountDownLatch printed) {
        run.stop();
        try {
            boolean ignored = printed.await(PRINTED, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Sample.Observer observer(Plan plan) {
        boolean live = output.live != null ? output.live : Boolean.getBoolean(TERMINAL);
        return live ? new LiveLine(System.err, plan) : sample -> {};
    }

    private void print(Figures figures, Path file) throws IOException {
        if (output.json != null) {
            String json = JsonReport.of(figures);
            if (file == null) {
                System.out.print(json);
                System.out.flush();
                return;
            }
            System.out.print(TextReport.of(figures));
            System.out.flush();
            try {
                Files.writeString(file, json);
            } catch (IOException e) {
                throw new IOException("bench: --json: " + file + " cannot be written: " + e.getMessage(), e);
            }
        } else {
            System.out.print(TextReport.of(figures));
            System.out.flush();
        }
    }
}
