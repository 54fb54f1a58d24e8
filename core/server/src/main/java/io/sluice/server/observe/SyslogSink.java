package io.sluice.server.observe;

import io.sluice.server.config.SyslogConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

/** Sends each line of an access log to a syslog server. */
final class SyslogSink implements LineSink {
    private final LineBytes bytes = new LineBytes(8 * 1024);
    private final SyslogChannel channel;
    private final int severity;

    /**
     * A sink to that server.
     *
     * @throws IOException when its name cannot be resolved
     */
    SyslogSink(SyslogConfig config, Clock clock) throws IOException {
        this.channel = new SyslogChannel(config, clock);
        this.severity = config.severity();
    }

    @Override
    public void line(String line) {
        bytes.add(line);
        try {
            channel.send(severity, bytes.array(), bytes.size());
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException("a line was not sent to syslog: " + e.getMessage(), e));
        } finally {
            bytes.clear();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        channel.close();
    }
}
