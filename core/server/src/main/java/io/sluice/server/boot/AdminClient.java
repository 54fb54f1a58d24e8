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
import java.util.Map;
import java.util.Optional;

/** Asks the admin listener of a server that runs. */
final class AdminClient {
    private static final int TIMEOUT_MILLIS = 10_000;

    /** What an answer may hold: far more than the page of thousands of endpoints. */
    private static final int LARGEST = 64 << 20;

    private final String hostPort;

    private AdminClient(String hostPort) {
        this.hostPort = hostPort;
    }

    /** Asks at {@code host:port}; empty where the text is no such thing. */
    static Optional<AdminClient> at(String hostPort) {
        try {
            URI uri = new URI("http://" + hostPort);
            boolean both = uri.getHost() != null && uri.getPort() > 0 && hostPort.equals(uri.getAuthority());
            return both && uri.getUserInfo() == null ? Optional.of(new AdminClient(hostPort)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
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
     * @param query null for none
     * @throws IOException when nobody answers in time, or by anything but JSON; the message says so
     */
    Answer ask(String method, String path, String query) throws IOException {
        HttpURLConnection connection = open(path, query);
        try {
            connection.setRequestMethod(method);
            if (method.equals("POST")) {
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(0);
                connection.getOutputStream().close();
            }
            int status = connection.getResponseCode();
            return new Answer(status, json(status, body(connection)));
        } catch (ConnectException | SocketTimeoutException e) {
            throw new IOException("nobody answers at " + hostPort + " (" + e.getMessage()
                    + "): is Sluice running, with this admin listener?");
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection open(String path, String query) throws IOException {
        try {
            String uri = new URI("http", hostPort, path, query, null).toASCIIString();
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(uri).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
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

    private Map<?, ?> json(int status, String body) throws IOException {
        try {
            return Json.read(body);
        } catch (IllegalArgumentException e) {
            if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new IOException(hostPort + " answers, but has no page of upstreams"
                        + " (expected: \"upstreams\" in sluice.admin.status)");
            }
            throw strange();
        }
    }

    /** The answer is none of Sluice's. */
    IOException strange() {
        return new IOException(hostPort + " answers, but not as the admin listener of Sluice does");
    }
}
