package io.sluice.server.observe;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LevelToSyslogSeverity;
import ch.qos.logback.core.AppenderBase;
import io.sluice.server.config.SyslogConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;

/**
 * Sends the application's log to a syslog server, each line of a stack trace by itself. Logback's own appender of this name has
 * no tag, and cannot leave the machine's name out; what it sends by is used here too.
 */
final class SyslogAppender extends AppenderBase<ILoggingEvent> {
    private final SyslogChannel channel;
    private final PatternLayout layout = new PatternLayout();

    /**
     * An appender to that server.
     *
     * @throws IOException when its name cannot be resolved
     */
    SyslogAppender(SyslogConfig config, String pattern) throws IOException {
        channel = new SyslogChannel(config, Clock.system(ZoneId.systemDefault()));
        layout.setPattern(pattern);
    }

    @Override
    public void start() {
        layout.setContext(getContext());
        layout.start();
        super.start();
    }

    /** On the thread of the queue in front. */
    @Override
    protected void append(ILoggingEvent event) {
        int severity = LevelToSyslogSeverity.convert(event);
        layout.doLayout(event).lines().forEach(line -> {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            try {
                channel.send(severity, bytes, bytes.length);
            } catch (IOException e) {
                addError("a line was not sent to syslog", e);
            }
        });
    }

    @Override
    public void stop() {
        super.stop();
        layout.stop();
        channel.close();
    }
}
