package io.sluice.server.boot;

import io.sluice.server.config.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/** Asks the admin listener of a server that runs. */
final class AdminClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What an answer may hold: far more than the page of thousands of endpoints. */
    private static final int LARGEST = 64 << 20;

    private final String hostPort;
    private final Optional<AdminTls> tls;
    private final Optional<String> token;
    private final Duration patience;

    private AdminClient(String hostPort, Optional<AdminTls> tls, Optional<String> token, Duration patience) {
        this.hostPort = hostPort;
        this.tls = tls;
        this.token = token;
        this.patience = patience;
    }

    /** Asks at {@code host:port}; empty where the text is no such thing. */
    static Optional<AdminClient> at(String hostPort) {
        try {
            URI uri = new URI("http://" + hostPort);
            boolean both = uri.getHost() != null && uri.getPort() > 0 && hostPort.equals(uri.getAuthority());
            return both && uri.getUserInfo() == null
                    ? Optional.of(new AdminClient(hostPort, Optional.empty(), Optional.empty(), TIMEOUT))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The same over TLS. */
    AdminClient secured(AdminTls spoken) {
        return new AdminClient(hostPort, Optional.of(spoken), token, patience);
    }

    /** The same, showing a token where there is one. */
    AdminClient withToken(Optional<String> shown) {
        return new AdminClient(hostPort, tls, shown, patience);
    }

    /** The same, for what may take longer than ten seconds. */
    AdminClient patient(Duration longest) {
        return new AdminClient(hostPort, tls, token, longest);
    }

    /**
     * What was answered.
     *
     * @param status the HTTP status
     * @param json the body, as {@link Json#read} gives it
     */
    record Answer(int status, Map<?, ?> json) {}

    /**
     * Asks, and reads the answer.
     *
     * @param path as it is, without escapes
     * @param query with its escapes; null for none
     * @throws ConnectException when nobody is there; the message says so
     * @throws IOException when there is no answer in time, or anything but JSON; the message says so
     */
    Answer ask(String method, String path, String query) throws IOException {
        HttpURLConnection connection = open(path, query);
        try {
            connection.setRequestMethod(method);
            token.ifPresent(shown -> connection.setRequestProperty("Authorization", "Bearer " + shown));
            if (method.equals("POST")) {
                connection.setRequestProperty("X-Sluice-Command", "1");
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(0);
                connection.getOutputStream().close();
            }
            int status = connection.getResponseCode();
            return new Answer(status, json(body(connection)));
        } catch (ConnectException | SocketTimeoutException e) {
            boolean late = e.getMessage() != null && e.getMessage().startsWith("Read ");
            if (late) {
                throw new IOException("no answer of " + hostPort + " within " + patience.toSeconds() + " s", e);
            }
            throw (IOException) new ConnectException("nobody answers at " + hostPort + " (" + e.getMessage()
                            + "): is Sluice running, with this admin listener?")
                    .initCause(e);
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection open(String path, String query) throws IOException {
        try {
            String scheme = tls.isPresent() ? "https" : "http";
            String uri = new URI(scheme, hostPort, path, null, null).toASCIIString();
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(query == null ? uri : uri + "?" + query).toURL().openConnection(Proxy.NO_PROXY);
            if (connection instanceof HttpsURLConnection secure) {
                secure.setSSLSocketFactory(tls.orElseThrow().sockets());
                if (tls.orElseThrow().anyName()) {
                    secure.setHostnameVerifier((name, session) -> true);
                }
            }
            connection.setConnectTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
            connection.setInstanceFollowRedirects(false);
            return connection;
        } catch (URISyntaxException e) {
            throw new IOException("cannot ask for " + path + ": " + e.getMessage(), e);
        }
    }

    private static String body(HttpURLConnection connection) throws IOException {
        InputStream errors = connection.getErrorStream();
        try (InputStream in =
                errors == null && connection.getResponseCode() < 400 ? connection.getInputStream() : errors) {
            return in == null ? "" : new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
    }

    private Map<?, ?> json(String body) throws IOException {
        try {
            return Json.read(body);
        } catch (IllegalArgumentException e) {
            throw strange();
        }
    }

    /** An answer that is none of Sluice's. */
    static final class StrangeException extends IOException {
        private static final long serialVersionUID = 1L;

        private StrangeException(String message) {
            super(message);
        }
    }

    /** The answer is none of Sluice's. */
    StrangeException strange() {
        return new StrangeException(hostPort + " answers, but not as the admin listener of Sluice does");
    }
}
