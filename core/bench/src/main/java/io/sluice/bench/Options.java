package io.sluice.bench;

import io.sluice.bench.load.Sizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of the command, in the groups that its help shows. */
final class Options {
    private Options() {}

    /** How much, how long. */
    static final class Load {
        @Option(
                names = {"-c", "--connections"},
                paramLabel = "N",
                converter = Whole.class,
                defaultValue = "100",
                description = "Connections at a time (100).")
        int connections;

        @Option(
                names = {"-t", "--threads"},
                paramLabel = "N",
                converter = Whole.class,
                description = "Threads (half as many as there are processors).")
        Integer threads;

        @Option(
                names = {"-d", "--duration"},
                paramLabel = "TIME",
                defaultValue = "10s",
                converter = Time.class,
                description = "What is measured: 10s, 500ms, 2m (10s).")
        long duration;

        @Option(
                names = {"-w", "--warmup"},
                paramLabel = "TIME",
                converter = Time.class,
                description = "The time before that, which does not count (2s; 0 with --idle).")
        Long warmup;

        @Option(
                names = {"-r", "--rate"},
                paramLabel = "N",
                converter = Rate.class,
                description =
                        "Open loop: so many messages, requests or handshakes a second, of all connections together; latency"
                                + " counts from when each was due. Without it: each when the last one has been answered.")
        Double rate;

        @Option(
                names = {"-p", "--in-flight"},
                paramLabel = "N",
                converter = Whole.class,
                defaultValue = "1",
                description = "Messages of a connection that wait for their answers at a time (1).")
        int inFlight;

        @Option(
                names = "--connect-rate",
                paramLabel = "N",
                converter = Rate.class,
                description = "Connections begun in a second (as many as can be).")
        Double connectRate;

        @Option(
                names = "--timeout",
                paramLabel = "TIME",
                defaultValue = "10s",
                converter = Time.class,
                description = "For a connection with its handshake, and for each answer (10s).")
        long timeout;

        @Option(
                names = "--source",
                paramLabel = "ADDRESSES",
                description = "Where connections come from, in turn: 127.0.0.2-127.0.0.9. Each has some 28,000 ports.")
        String sources;
    }

    /** What is done in place of messages. */
    static final class Modes {
        @Option(names = "--handshakes", description = "Open connections and close them again, as many as can be.")
        boolean handshakes;

        @Option(names = "--idle", description = "Open connections, hold them, and tell which were lost.")
        boolean idle;
    }

    /** What goes over a WebSocket. */
    static final class WebSocket {
        @Option(
                names = {"-s", "--size"},
                paramLabel = "BYTES",
                converter = Lengths.class,
                description =
                        "Payload of messages: 64, 16k, one of a list 64,1k, any of a range 64-1k (64). HTTP: of the body.")
        Sizes sizes;

        @Option(names = "--text", description = "Messages of text (binary).")
        boolean text;

        @Option(
                names = "--message",
                paramLabel = "TEXT",
                description =
                        "What each message says, or @FILE: of text, with --binary of bytes. For a server that understands"
                                + " what it is told.")
        String message;

        @Option(names = "--binary", description = "Messages of bytes, with --message too.")
        boolean binary;

        @Option(names = "--any-answer", description = "Each message is answered by one, whatever it says (by itself).")
        boolean anyAnswer;

        @Option(names = "--no-echo", description = "Only send; what comes back is not waited for.")
        boolean noEcho;

        @Option(
                names = "--receive",
                description = "Only receive; nothing is sent, but for one --message on each connection at the start.")
        boolean receive;

        @Option(
                names = "--skip",
                paramLabel = "N",
                converter = Whole.class,
                defaultValue = "0",
                description = "Messages of the server that come first on each connection and answer nothing (0).")
        int skip;

        @Option(names = "--subprotocol", paramLabel = "NAMES", defaultValue = "", description = "Offered, with commas.")
        String subprotocols;
    }

    /** What is asked for. */
    static final class Http {
        @Option(
                names = {"-H", "--header"},
                paramLabel = "'NAME: VALUE'",
                description = "A field of the request or handshake; again for more.")
        List<String> headers = new ArrayList<>();

        @Option(
                names = {"-X", "--method"},
                paramLabel = "METHOD",
                description = "Of HTTP (GET; POST with a body).")
        String method;

        @Option(names = "--body", paramLabel = "TEXT", description = "Of HTTP, or @FILE.")
        String body;
    }

    /** TLS. */
    static final class Tls {
        @Option(
                names = {"-k", "--insecure"},
                description = "Whatever the server's certificate.")
        boolean insecure;

        @Option(
                names = "--cacert",
                paramLabel = "FILE",
                description = "The authorities that are trusted, in PEM (those that Java knows).")
        Path authorities;

        @Option(names = "--sni", paramLabel = "NAME", description = "The server's name (that of the URL).")
        String serverName;

        @Option(names = "--tls-version", paramLabel = "VERSION", description = "1.2 or 1.3 (whatever both sides have).")
        String version;

        @Option(names = "--tls-resume", description = "Go on with earlier sessions (each handshake is a whole one).")
        boolean resume;
    }

    /** What is printed. */
    static final class Output {
        @Option(
                names = "--json",
                paramLabel = "FILE",
                description = "Write the figures there, too; - for standard output, in place of the table.")
        String json;

        @Option(
                names = "--live",
                negatable = true,
                description = "A line each second on standard error (only on a terminal).")
        Boolean live;
    }

    static final class Time implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return checked(() -> Amount.time(text));
        }
    }

    static final class Whole implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, Integer::valueOf, "a whole number");
        }
    }

    static final class Rate implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number(text, Double::valueOf, "a number in a second");
        }
    }

    private static <T> T number(String text, Function<String, T> read, String expected) {
        try {
            return read.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("found " + text + " (expected: " + expected + ")");
        }
    }

    static final class Lengths implements ITypeConverter<Sizes> {
        @Override
        public Sizes convert(String text) {
            return checked(() -> Amount.sizes(text));
        }
    }

    private static <T> T checked(Supplier<T> amount) {
        try {
            return amount.get();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
