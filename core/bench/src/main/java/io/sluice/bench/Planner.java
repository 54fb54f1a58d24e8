package io.sluice.bench;

import io.sluice.bench.load.Messages;
import io.sluice.bench.load.Mode;
import io.sluice.bench.load.Plan;
import io.sluice.bench.load.Request;
import io.sluice.bench.load.Security;
import io.sluice.bench.load.Sizes;
import io.sluice.bench.load.Target;
import io.sluice.bench.load.Traffic;
import io.sluice.bench.wire.Opcode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.net.ssl.SNIHostName;

/** Makes a plan of options; what does not fit together is refused with {@link IllegalArgumentException}. */
final class Planner {
    private static final long NANOS_OF_WARMUP = 2_000_000_000;
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final int MOST_IN_FLIGHT = 65_536;
    private static final int DEFAULT_SIZE = 64;

    private final Options.Load load;
    private final Options.Modes modes;
    private final Options.WebSocket webSocket;
    private final Options.Http http;
    private final Options.Tls tls;
    private final Target target;

    Planner(
            Target target,
            Options.Load load,
            Options.Modes modes,
            Options.WebSocket webSocket,
            Options.Http http,
            Options.Tls tls) {
        this.target = target;
        this.load = load;
        this.modes = modes;
        this.webSocket = webSocket;
        this.http = http;
        this.tls = tls;
    }

    /**
     * The plan.
     *
     * @throws IOException if the target's name means nothing, or the JVM has no TLS
     */
    Plan plan() throws IOException {
        check();
        Mode mode = modes.handshakes ? Mode.HANDSHAKES : modes.idle ? Mode.IDLE : Mode.MESSAGES;
        int threads = load.threads != null
                ? load.threads
                : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        List<InetAddress> sources =
                load.sources == null ? List.of() : option("--source", load.sources, Amount::sources);
        sources.forEach(Planner::refuseForeign);
        long warmup = load.warmup != null ? load.warmup : mode == Mode.IDLE ? 0 : NANOS_OF_WARMUP;
        Request request = request();
        Messages messages = target.webSocket() ? messages() : null;
        Security security = target.tls() ? security() : null;
        return new Plan(
                target,
                address(), // it may connect, so all that can be refused has been by now
                mode,
                request,
                messages,
                security,
                load.connections,
                Math.min(threads, load.connections),
                warmup,
                load.duration,
                load.rate == null ? 0 : load.rate,
                load.connectRate == null ? 0 : load.connectRate,
                load.inFlight,
                load.timeout,
                sources);
    }

    private void check() {
        number("--connections", load.connections, 1, MOST_CONNECTIONS);
        number("--threads", load.threads == null ? 1 : load.threads, 1, 1024);
        number("--in-flight", load.inFlight, 1, MOST_IN_FLIGHT);
        number("--skip", webSocket.skip, 0, Integer.MAX_VALUE);
        refuse(load.duration <= 0, "--duration: found 0 (expected: more)");
        refuse(load.timeout <= 0, "--timeout: found 0 (expected: more)");
        rate("--rate", load.rate);
        rate("--connect-rate", load.connectRate);
        refuse(modes.handshakes && modes.idle, "--handshakes and --idle (expected: one of them)");
        refuse(modes.handshakes && load.connectRate != null, "--connect-rate with --handshakes (expected: --rate)");
        refuse(modes.idle && load.rate != null, "--rate with --idle (expected: --connect-rate)");
        int ways = count(webSocket.noEcho, webSocket.receive, webSocket.anyAnswer);
        refuse(ways > 1, "--no-echo, --receive, --any-answer (expected: one of them)");
        refuse(webSocket.receive && load.rate != null, "--rate with --receive (expected: no rate, as nothing is sent)");
        refuse(webSocket.text && webSocket.binary, "--text and --binary (expected: one of them)");
        refuse(
                webSocket.message != null && webSocket.sizes != null,
                "--message and --size (expected: one of them, as a message has its own length)");
        if (target.webSocket()) {
            refuse(http.method != null || http.body != null, "--method and --body are for http:// and https://");
        } else {
            refuse(load.inFlight > 1, "--in-flight is for ws:// and wss:// (requests are not pipelined)");
            boolean any = ways > 0 || webSocket.text || webSocket.binary || webSocket.message != null;
            refuse(any || webSocket.skip > 0, "messages are for ws:// and wss:// (a request has --method and --body)");
            refuse(!webSocket.subprotocols.isEmpty(), "--subprotocol is for ws:// and wss://");
            refuse(http.body != null && webSocket.sizes != null, "--body and --size (expected: one of them)");
            refuse(
                    webSocket.sizes != null && !webSocket.sizes.single(),
                    "--size: found " + webSocket.sizes + " (expected: one length, as all requests are the same)");
        }
        boolean secured = tls.insecure || tls.authorities != null || tls.serverName != null || tls.version != null;
        refuse((secured || tls.resume) && !target.tls(), "options of TLS are for wss:// and https://");
        refuse(tls.insecure && tls.authorities != null, "--insecure and --cacert (expected: one of them)");
        for (String header : http.headers) {
            refuse(
                    !header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\\x00-\\x08\\x0a-\\x1f\\x7f]*"),
                    "--header: found " + header + " (expected: 'Name: value')");
        }
        refuse(
                http.method != null && !http.method.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"),
                "--method: found " + http.method + " (expected: a word such as GET)");
        refuse(
                !webSocket.subprotocols.matches("[!#$%&'*+.^_`|~0-9A-Za-z, -]*"),
                "--subprotocol: found " + webSocket.subprotocols + " (expected: words, with commas)");
    }

    private static int count(boolean... conditions) {
        int count = 0;
        for (boolean condition : conditions) {
            count += condition ? 1 : 0;
        }
        return count;
    }

    private static void number(String option, int found, int least, int most) {
        refuse(
                found < least || found > most,
                option + ": found " + found + " (expected: " + least + " to " + most + ")");
    }

    private static void rate(String option, Double found) {
        refuse(
                found != null && !(found > 0 && found <= 1e9),
                option + ": found " + String.valueOf(found).replaceAll("\\.0$", "")
                        + " (expected: more than 0 in a second, up to 1e9)");
    }

    /** During a run the system's words for such an address are those for one without a port left. */
    private static void refuseForeign(InetAddress source) {
        try (Socket probe = new Socket()) {
            probe.bind(new InetSocketAddress(source, 0));
        } catch (IOException e) {
            refuse(
                    String.valueOf(e.getMessage()).contains("assign requested address"),
                    "--source: found " + source.getHostAddress() + " (expected: an address of this machine)");
        }
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new IllegalArgumentException(message);
        }
    }

    private static <T> T option(String name, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private Request request() {
        byte[] body = null;
        if (!target.webSocket()) {
            body = http.body != null ? Payloads.read("--body", http.body) : filled(webSocket.sizes);
        }
        String method = http.method != null ? http.method.toUpperCase(Locale.ROOT) : body == null ? "GET" : "POST";
        return new Request(target, method, List.copyOf(http.headers), body, webSocket.subprotocols);
    }

    private static byte[] filled(Sizes sizes) {
        if (sizes == null) {
            return null;
        }
        byte[] body = new byte[sizes.longest()];
        Arrays.fill(body, (byte) 'm');
        return body;
    }

    private Messages messages() {
        byte[] fixed = webSocket.message == null ? null : Payloads.read("--message", webSocket.message);
        boolean text = webSocket.text || (fixed != null && !webSocket.binary);
        boolean asked = webSocket.receive || webSocket.anyAnswer;
        Traffic traffic = webSocket.noEcho || (modes.idle && !asked) // a held connection may be told things
                ? Traffic.SEND
                : webSocket.receive ? Traffic.RECEIVE : webSocket.anyAnswer ? Traffic.ANSWER : Traffic.ECHO;
        return new Messages(
                traffic,
                text ? Opcode.TEXT : Opcode.BINARY,
                webSocket.sizes == null ? Sizes.of(DEFAULT_SIZE) : webSocket.sizes,
                fixed,
                webSocket.skip);
    }

    private Security security() throws IOException {
        List<String> versions = tls.version == null
                ? List.of()
                : switch (tls.version) {
                    case "1.2", "1.3" -> List.of("TLSv" + tls.version);
                    default ->
                        throw new IllegalArgumentException(
                                "--tls-version: found " + tls.version + " (expected: 1.2 or 1.3)");
                };
        return new Security(
                Trust.context(tls.authorities, tls.insecure),
                serverName(),
                target.host(),
                !tls.insecure,
                versions,
                tls.resume);
    }

    /** What SNI asks for, without the last dot of a name that is whole (RFC 6066, section 3); empty for nothing. */
    private String serverName() {
        String name = tls.serverName != null ? tls.serverName : isAddress() ? "" : target.host();
        if (name.isEmpty()) {
            return name;
        }
        try {
            return new SNIHostName(name.endsWith(".") ? name.substring(0, name.length() - 1) : name).getAsciiName();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--sni: found " + name + " (expected: a host name)", e);
        }
    }

    private boolean isAddress() {
        return target.host().indexOf(':') >= 0 || target.host().matches("[0-9.]+");
    }

    /** The first address of the name that can be connected to; the only one is not tried out. */
    private InetSocketAddress address() throws IOException {
        InetAddress[] all;
        try {
            all = InetAddress.getAllByName(target.host());
        } catch (UnknownHostException e) {
            throw new IOException(target.host() + ": there is no such host", e);
        }
        for (InetAddress address : all) {
            InetSocketAddress socket = new InetSocketAddress(address, target.port());
            if (all.length == 1) {
                return socket;
            }
            try (Socket probe = new Socket()) {
                probe.connect(socket, (int) Math.min(5000, Math.max(1, load.timeout / 1_000_000)));
                return socket;
            } catch (IOException ignored) {
                // the next one, perhaps
            }
        }
        return new InetSocketAddress(all[0], target.port());
    }
}
