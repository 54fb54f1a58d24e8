package io.sluice.server.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.slf4j.LoggerFactory;

/** Jetty's parser, held to RFC 9110 and asked for one message: what it understood of it. */
final class JettyReader implements HttpParser.RequestHandler, HttpParser.ResponseHandler {
    static {
        // It asks once, when it is loaded, whether to tell of every byte.
        ((Logger) LoggerFactory.getLogger("org.eclipse.jetty")).setLevel(Level.WARN);
    }

    private final StringBuilder head = new StringBuilder();
    private final StringBuilder payload = new StringBuilder();
    private String refusal;
    private boolean complete;
    private int consumed;

    private JettyReader() {}

    static JettyReader request(byte[] message) {
        JettyReader reader = new JettyReader();
        reader.parse(new HttpParser((HttpParser.RequestHandler) reader, HttpCompliance.RFC9110), message);
        return reader;
    }

    static JettyReader response(byte[] message, boolean toHead) {
        JettyReader reader = new JettyReader();
        HttpParser parser = new HttpParser((HttpParser.ResponseHandler) reader, HttpCompliance.RFC9110);
        parser.setHeadResponse(toHead);
        reader.parse(parser, message);
        return reader;
    }

    /** Why it was refused, or null. */
    String refusal() {
        return refusal;
    }

    boolean complete() {
        return complete;
    }

    /** Bytes up to the end of the message. */
    int consumed() {
        return consumed;
    }

    String payload() {
        return payload.toString();
    }

    /** The start line and the fields, in {@link #summary}'s form; Jetty has its own spelling of names that it knows. */
    String head() {
        return head.toString();
    }

    /** The same of ours. */
    static String summary(Outcome outcome) {
        StringBuilder summary = new StringBuilder();
        Fields fields;
        if (outcome.request() != null) {
            RequestHead request = outcome.request();
            summary.append(request.method())
                    .append(' ')
                    .append(request.target())
                    .append(' ');
            summary.append(request.minorVersion());
            fields = request.fields();
        } else {
            summary.append(outcome.response().status())
                    .append(' ')
                    .append(outcome.response().minorVersion());
            fields = outcome.response().fields();
        }
        fields.forEach(
                (name, value) -> summary.append('\n').append(name).append('=').append(value));
        return summary.toString();
    }

    /**
     * Where Jetty is known to see things in another way, and none of it moves the end of a message: it takes targets to be
     * UTF-8; it refuses an empty port, and a blank or a byte above 127 at the start of a reason, which the RFCs allow.
     */
    static boolean differsByDesign(Outcome ours) {
        if (ours.response() != null) {
            String reason = ours.response().reason();
            return !reason.isEmpty() && (reason.charAt(0) <= ' ' || reason.charAt(0) > 127 || reason.isBlank());
        }
        String host = String.valueOf(ours.request().fields().first("Host"));
        String authority = String.valueOf(ours.request().authority());
        boolean ascii = ours.request().target().chars().allMatch(c -> c < 128);
        return !ascii || host.endsWith(":") || authority.endsWith(":");
    }

    private void parse(HttpParser parser, byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        int last;
        do {
            last = in.remaining();
            parser.parseNext(in);
        } while (!complete && refusal == null && in.hasRemaining() && in.remaining() < last);
        consumed = in.position();
        if (!complete && refusal == null && !in.hasRemaining()) {
            parser.atEOF();
            parser.parseNext(in);
        }
    }

    @Override
    public void startRequest(String method, String uri, HttpVersion version) {
        head.append(method).append(' ').append(uri).append(' ').append(version == HttpVersion.HTTP_1_0 ? 0 : 1);
    }

    @Override
    public void startResponse(HttpVersion version, int status, String reason) {
        head.append(status).append(' ').append(version == HttpVersion.HTTP_1_0 ? 0 : 1);
    }

    @Override
    public void parsedHeader(HttpField field) {
        String value = field.getValue();
        head.append('\n').append(field.getName()).append('=').append(value == null ? "" : value);
    }

    @Override
    public boolean headerComplete() {
        return false;
    }

    @Override
    public boolean content(ByteBuffer content) {
        payload.append(StandardCharsets.ISO_8859_1.decode(content));
        return false;
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        complete = true;
        return true;
    }

    @Override
    public void earlyEOF() {
        refusal = "early EOF";
    }

    @Override
    public void badMessage(HttpException failure) {
        refusal = failure.getCode() + " " + failure.getReason();
    }
}
