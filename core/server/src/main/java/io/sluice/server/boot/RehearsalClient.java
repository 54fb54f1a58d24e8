package io.sluice.server.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;

/** Sends what the rehearsing server is to answer. It knows this much of HTTP and WebSockets, and no more. */
final class RehearsalClient {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int MESSAGE = 64;

    private static final String UPGRADE = String.join(
            "\r\n",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "");

    /** Fewer than the server answers over one connection. */
    private static final int KEPT = 500;

    private final InetSocketAddress address;
    private final SSLSocketFactory tls;

    /** For a listener; {@code tls} is null where it does not speak it. */
    RehearsalClient(InetSocketAddress address, SSLSocketFactory tls) {
        this.address = address;
        this.tls = tls;
    }

    /** Asks for a page so many times, one after the other. */
    void get(String path, int times) throws IOException {
        for (int left = times; left > 0; left -= KEPT) {
            getOverOne(path, Math.min(left, KEPT));
        }
    }

    private void getOverOne(String path, int times) throws IOException {
        byte[] request = request(path, "");
        try (Socket socket = connect()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(request);
                String head = head(in);
                expect("200", head);
                in.skipNBytes(length(head));
            }
        }
    }

    /** Sends so many messages over one WebSocket, each when the one before it has come back. */
    void echo(int messages) throws IOException {
        byte[] frame = new byte[2 + 4 + MESSAGE];
        frame[0] = (byte) 0x82; // a whole binary message, with a mask of zeros
        frame[1] = (byte) (0x80 | MESSAGE);
        try (Socket socket = connect()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            socket.getOutputStream().write(request("/ws", UPGRADE));
            expect("101", head(in));
            for (int i = 0; i < messages; i++) {
                socket.getOutputStream().write(frame);
                skipFrame(in);
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return tls == null ? socket : tls.createSocket(socket, "localhost", address.getPort(), true);
    }

    private byte[] request(String path, String fields) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + address.getPort() + "\r\nUser-Agent: rehearsal\r\n"
                        + fields + "\r\n")
                .getBytes(ISO_8859_1);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            head.append((char) octet(in));
        }
        return head.toString();
    }

    private static void expect(String status, String head) throws IOException {
        if (!head.startsWith("HTTP/1.1 " + status)) {
            throw new IOException("rehearsal: expected status " + status + ", found: " + head);
        }
    }

    private static int length(String head) throws IOException {
        for (String line : head.toLowerCase(Locale.ROOT).lines().toList()) {
            if (line.startsWith("content-length:")) {
                return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        throw new IOException("rehearsal: expected Content-Length, found: " + head);
    }

    private static void skipFrame(InputStream in) throws IOException {
        octet(in);
        int length = octet(in);
        if (length > 125) {
            throw new IOException("rehearsal: expected a short frame, found the length " + length);
        }
        in.skipNBytes(length);
    }

    private static int octet(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("rehearsal: the connection ended");
        }
        return octet;
    }
}
