package io.sluice.server.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** What a back end answers to plain requests: the page at {@code /}, the request as it arrived everywhere else. */
final class Pages {
    private static final String PAGE = Resources.text("page.html");

    private final String name;
    private final int port;

    Pages(String name, int port) {
        this.name = name;
        this.port = port;
    }

    /**
     * Answers a request.
     *
     * @return whether the connection can take another one
     */
    boolean answer(Request request, OutputStream out) throws IOException {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            // Its body is not read, so what follows on the connection could not be told from it.
            write(out, request, "405 Method Not Allowed", "text/plain", "GET and HEAD only\n", "close");
            return false;
        }
        boolean keep = !request.field("connection").equalsIgnoreCase("close")
                && request.field("content-length").matches("0*")
                && request.field("transfer-encoding").isEmpty();
        String connection = keep ? "keep-alive" : "close";
        if (request.target().equals("/") || request.target().startsWith("/?")) {
            write(out, request, "200 OK", "text/html", PAGE.replace("{name}", name), connection);
        } else if (request.target().equals("/favicon.ico")) {
            write(out, request, "404 Not Found", "text/plain", "", connection);
        } else {
            String received = name + " (port " + port + ") received:\n\n" + request.head() + "\n";
            write(out, request, "200 OK", "text/plain", received, connection);
        }
        return keep;
    }

    private void write(OutputStream out, Request request, String status, String type, String text, String connection)
            throws IOException {
        byte[] body = text.getBytes(UTF_8);
        String head = "HTTP/1.1 " + status + "\r\n"
                + "Content-Type: " + type + "; charset=utf-8\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + "Cache-Control: no-store\r\n"
                + "X-Back-End: " + name + "\r\n"
                + "Connection: " + connection + "\r\n\r\n";
        out.write(head.getBytes(ISO_8859_1));
        if (!request.method().equals("HEAD")) {
            out.write(body);
        }
        out.flush();
    }
}
