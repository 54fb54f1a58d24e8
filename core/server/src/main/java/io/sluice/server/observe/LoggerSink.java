package io.sluice.server.observe;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each line to the logger {@code access}; the logging configuration says where it goes. */
final class LoggerSink implements LineSink {
    private final Logger logger = LoggerFactory.getLogger("access");

    @Override
    public void line(String line) {
        boolean broken = line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0;
        logger.info(broken ? line.replace("\n", "\\x0A").replace("\r", "\\x0D") : line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
