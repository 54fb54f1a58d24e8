package io.sluice.server.health;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.health.Conversation;
import io.sluice.api.health.Probe;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;

/** One probe: it ends once, by its check or by its time. On the thread of probes. */
final class ProbeRun implements Probe {
    /** The connecting has its own timeout, which is not to come before that of the probe. */
    private static final long LATER = Duration.ofSeconds(1).toNanos();

    private static final int LONGEST_REASON = 300;

    private final Watched endpoint;
    private final Check check;
    private final Loop loop;
    private final Consumer<String> report;
    private final Loop.Timer timeout;
    private CompletionStage<Void> stage;
    private Loop.Talk talk;
    private boolean ended;

    /** {@code report} is told why it failed, or null where it did not. */
    ProbeRun(Watched endpoint, Check check, Loop loop, Consumer<String> report) {
        this.endpoint = endpoint;
        this.check = check;
        this.loop = loop;
        this.report = report;
        this.timeout = loop.timer(this::timedOut);
    }

    void begin() {
        timeout.set(timeout().toNanos());
        try {
            stage = check.check().probe(this);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            end("the check is at fault: " + e);
            return;
        }
        if (stage == null) {
            end("the check is at fault: it answered nothing");
        } else {
            stage.whenComplete((nothing, failure) -> loop.execute(() -> end(failure == null ? null : reason(failure))));
        }
    }

    private void timedOut() {
        end("timed out after " + text(timeout()) + (talk == null ? "" : " while waiting for " + talk.awaited()));
    }

    private void end(String failure) {
        if (!ended) {
            cancel();
            report.accept(failure == null ? null : printable(failure));
        }
    }

    /** Ends it without a report. */
    void cancel() {
        ended = true;
        timeout.stop();
        if (talk != null) {
            talk.close();
        }
        if (stage instanceof Future<?> future) {
            future.cancel(true);
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** What an endpoint sent must not make lines of the log, nor long ones. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST_REASON));
        for (int i = 0; i < text.length() && out.length() < LONGEST_REASON; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                out.append(String.format("\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String text(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    // ---- what the check sees

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public SocketAddress address() {
        OptionalInt port = check.config().port();
        return port.isPresent() && endpoint.address() instanceof InetSocketAddress inet
                ? new InetSocketAddress(inet.getAddress(), port.getAsInt())
                : endpoint.address();
    }

    @Override
    public String authority() {
        String host = endpoint.host();
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return address() instanceof InetSocketAddress inet && inet.getPort() != (tls() ? 443 : 80)
                ? shown + ":" + inet.getPort()
                : shown;
    }

    @Override
    public boolean tls() {
        return check.tls() != null;
    }

    @Override
    public Duration timeout() {
        return check.config().timeout();
    }

    @Override
    public CompletionStage<Void> talk(Conversation conversation) {
        if (talk != null || ended) {
            throw new IllegalStateException(ended ? "the probe is over" : "a probe has one conversation");
        }
        talk = loop.talk(address(), engine(), timeout().toNanos() + LATER, conversation);
        return talk.result();
    }

    private SSLEngine engine() {
        return tls()
                ? check.tls().get().engine(check.config().serverName().orElseGet(endpoint::host), address())
                : null;
    }
}
