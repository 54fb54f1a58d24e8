package io.sluice.server.observe;

import ch.qos.logback.core.net.SyslogOutputStream;
import io.sluice.server.config.SyslogConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Messages to a syslog server, one datagram each, as nginx writes them: {@code <190>Nov 21 01:48:00 host tag: text}
 * (RFC 3164). UDP gives no word of what arrives. One thread.
 */
final class SyslogChannel implements AutoCloseable {
    /** What a datagram can hold is some more; nginx does not cut, and such a message of its is not sent. */
    private static final int LONGEST = 65_000;

    private static final int SEVERITIES = 8;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss ", Locale.ROOT);

    private final SyslogConfig config;
    private final Clock clock;
    private final SyslogOutputStream out;
    private final String origin;
    private long second = Long.MIN_VALUE;
    private String time = "";

    /** Resolves the server's name. */
    SyslogChannel(SyslogConfig config, Clock clock) throws IOException {
        this.config = config;
        this.clock = clock;
        try {
            this.out = new SyslogOutputStream(config.host(), config.port());
        } catch (IOException e) {
            throw new IOException(
                    "the syslog server " + config.host() + ":" + config.port() + " cannot be used: " + e.getMessage(),
                    e);
        }
        this.origin = (config.hostname() ? HostName.find() + " " : "") + config.tag() + ": ";
    }

    /**
     * Sends one message, cut where it is longer than a datagram can be.
     *
     * @param severity 0 to 7
     */
    void send(int severity, byte[] text, int size) throws IOException {
        byte[] head = ("<" + (config.facility() * SEVERITIES + severity) + ">" + time() + origin)
                .getBytes(StandardCharsets.UTF_8);
        out.write(head, 0, head.length);
        out.write(text, 0, Math.min(size, LONGEST - head.length));
        out.flush();
    }

    private String time() {
        long now = Math.floorDiv(clock.millis(), 1000);
        if (now != second) {
            second = now;
            time = TIME.format(ZonedDateTime.now(clock));
        }
        return time;
    }

    @Override
    public void close() {
        out.close();
    }
}
