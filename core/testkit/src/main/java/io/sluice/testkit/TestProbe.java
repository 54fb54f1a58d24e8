package io.sluice.testkit;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.health.Conversation;
import io.sluice.api.health.HealthCheck;
import io.sluice.api.health.Peer;
import io.sluice.api.health.Probe;
import io.sluice.api.health.ProbeFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A probe of a health check over a real socket, without a server:
 *
 * <pre>{@code
 * HealthCheck check = new MyCheckFactory().create(TestSettings.of("path = /up"));
 * assertThat(TestProbe.of(backend.address()).run(check)).isEqualTo(TestProbe.PASSED);
 * }</pre>
 *
 * <p>For one thread and one run.
 */
public final class TestProbe implements Probe {
    /** What {@link #run} answers for an endpoint that is well. */
    public static final String PASSED = "passed";

    private final FakeEndpoint endpoint;
    private final InetSocketAddress address;
    private Duration timeout = Eventually.DEADLINE;
    private SSLContext context;
    private long end;

    private TestProbe(InetSocketAddress address) {
        this.address = address;
        this.endpoint = new FakeEndpoint(address.getAddress().getHostAddress() + ":" + address.getPort());
    }

    /** A probe of what listens there, without TLS. */
    public static TestProbe of(InetSocketAddress address) {
        return new TestProbe(address);
    }

    /** Sets how long it may take; by default longer than what is well ever takes. */
    public TestProbe timeout(Duration value) {
        timeout = value;
        return this;
    }

    /** Speaks TLS; the certificate must be for {@code localhost}. */
    public TestProbe tls(SSLContext value) {
        context = value;
        return this;
    }

    /** Probes: {@link #PASSED}, or why the endpoint is not well. */
    public String run(HealthCheck check) {
        end = System.nanoTime() + timeout.toNanos();
        try {
            check.probe(this).toCompletableFuture().get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            return PASSED;
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (TimeoutException e) {
            throw new AssertionError("the check has not ended within " + Eventually.DEADLINE, e);
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public String authority() {
        return endpoint.name();
    }

    @Override
    public boolean tls() {
        return context != null;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    /** Talks within this call. */
    @Override
    public CompletionStage<Void> talk(Conversation conversation) {
        try (Socket socket = connect()) {
            converse(conversation, socket);
            return CompletableFuture.completedFuture(null);
        } catch (SocketTimeoutException e) {
            return CompletableFuture.failedFuture(
                    new ProbeFailure("timed out while waiting for " + conversation.awaited()));
        } catch (IOException | ProbeFailure e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Socket connect() throws IOException {
        Socket plain = new Socket();
        plain.connect(address, left());
        plain.setSoTimeout(left());
        if (context == null) {
            return plain;
        }
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void converse(Conversation conversation, Socket socket) throws IOException, ProbeFailure {
        Sender peer = new Sender(socket);
        conversation.opened(peer);
        ByteBuffer unread = ByteBuffer.allocate(2 * Conversation.MOST_UNREAD);
        while (!peer.passed()) {
            socket.setSoTimeout(left());
            int count = socket.getInputStream().read(unread.array(), unread.position(), Conversation.MOST_UNREAD);
            if (count < 0) {
                conversation.ended(peer);
                if (!peer.passed()) {
                    throw new AssertionError("the conversation goes on after the end");
                }
                return;
            }
            unread.position(unread.position() + count).flip();
            conversation.received(peer, unread);
            unread.compact();
            if (unread.position() > Conversation.MOST_UNREAD) {
                throw new ProbeFailure("too much is left unread while waiting for " + conversation.awaited());
            }
        }
    }

    /** In milliseconds, and never 0, which would be for ever. */
    private int left() throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) millis;
    }

    private static final class Sender implements Peer {
        private final Socket socket;
        private boolean passed;
        private IOException broken;

        private Sender(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void send(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                broken = e;
            }
        }

        @Override
        public void pass() {
            passed = true;
        }

        private boolean passed() throws IOException {
            if (broken != null && !passed) {
                throw broken;
            }
            return passed;
        }
    }
}
