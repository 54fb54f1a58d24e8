package io.sluice.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP/1.x client that sends exactly the bytes it is given and shows exactly those it receives. The connection stays
 * open until the test ends it: requests may follow each other, or be sent together and answered in turn.
 */
public final class RawClient extends Wire {
    private RawClient(Socket socket, Duration deadline) throws IOException {
        super(socket, deadline);
    }

    /** Connects; every call gets {@link Eventually#DEADLINE}. */
    public static RawClient connect(InetSocketAddress server) throws IOException {
        return connect(server, Eventually.DEADLINE);
    }

    /** Connects; every call, this one too, gets this long. */
    public static RawClient connect(InetSocketAddress server, Duration deadline) throws IOException {
        return connect(new Socket(), server, deadline);
    }

    /** Connects from another loopback address, such as 127.0.0.9, to be a different client. */
    public static RawClient connectFrom(String source, InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
        return connect(socket, server, Eventually.DEADLINE);
    }

    /** Connects with a small receive buffer, so that a client that does not read holds its peer up early. */
    public static RawClient connectNarrow(InetSocketAddress server, int receiveBufferBytes) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBufferBytes);
        return connect(socket, server, Eventually.DEADLINE);
    }

    /**
     * Connects and shakes hands over TLS.
     *
     * @param name the name to ask for by SNI and to find in the certificate
     */
    public static RawClient connectSecure(InetSocketAddress server, SSLContext context, String name)
            throws IOException {
        return connectSecure(server, context, name, parameters -> {});
    }

    /**
     * Connects and shakes hands over TLS with parameters of the test's own, such as a version.
     *
     * @param name the name to ask for by SNI and to find in the certificate; an IP address is not asked for
     */
    public static RawClient connectSecure(
            InetSocketAddress server, SSLContext context, String name, Consumer<SSLParameters> more)
            throws IOException {
        Socket plain = new Socket();
        plain.connect(server, Math.toIntExact(Eventually.DEADLINE.toMillis()));
        return secure(plain, context, name, more);
    }

    /**
     * Shakes hands over TLS on a connection that is there, such as one with a small buffer or one that writes otherwise.
     *
     * @param name the name to ask for by SNI and to find in the certificate
     */
    public static RawClient secure(Socket plain, SSLContext context, String name) throws IOException {
        return secure(plain, context, name, parameters -> {});
    }

    private static RawClient secure(Socket plain, SSLContext context, String name, Consumer<SSLParameters> more)
            throws IOException {
        plain.setSoTimeout(Math.toIntExact(Eventually.DEADLINE.toMillis()));
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        more.accept(parameters);
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
            return new RawClient(socket, Eventually.DEADLINE);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static RawClient connect(Socket socket, InetSocketAddress server, Duration deadline) throws IOException {
        socket.connect(server, Math.toIntExact(deadline.toMillis()));
        return new RawClient(socket, deadline);
    }

    /** Sends a head: these lines, each with CRLF, and the empty line. */
    public RawClient sendHead(String... lines) throws IOException {
        send(String.join("\r\n", lines) + "\r\n\r\n");
        return this;
    }

    /** Sends a GET over HTTP/1.1 with {@code Host: localhost} unless the lines bring another, and reads the answer. */
    public HttpMessage get(String target, String... headerLines) throws IOException {
        return request("GET", target, headerLines);
    }

    /** Sends a request without a body, as {@link #get} does, and reads the answer. */
    public HttpMessage request(String method, String target, String... headerLines) throws IOException {
        sendRequest(method, target, headerLines);
        return readResponse(method);
    }

    /** Sends a request without a body, as {@link #get} does, and does not wait. */
    public void sendRequest(String method, String target, String... headerLines) throws IOException {
        boolean hasHost = List.of(headerLines).stream().anyMatch(line -> line.regionMatches(true, 0, "Host:", 0, 5));
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (!hasHost) {
            head.append("Host: localhost\r\n");
        }
        for (String line : headerLines) {
            head.append(line).append("\r\n");
        }
        send(head.append("\r\n").toString());
    }

    /** Reads one response head and leaves its body on the wire. */
    public HttpMessage readHead() throws IOException {
        return HttpReader.readHead(this);
    }

    /** Reads the body announced by a head and hands it on without holding it: for large ones. */
    public void copyBody(HttpMessage head, OutputStream sink) throws IOException {
        if (head.isChunked()) {
            HttpReader.copyChunks(this, sink, OutputStream.nullOutputStream());
        } else {
            copyExactly(head.contentLength(), sink);
        }
    }
}
