package io.sluice.server.observe;

import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.status.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Writes lines to a file through Logback, which starts a new one each day and at a size, and deletes old ones. Lines are
 * gathered, so that one system call writes many.
 */
final class RollingFileSink implements LineSink {
    private static final int BATCH = 64 * 1024;

    private final ContextBase context = new ContextBase();
    private final FileAppender<byte[]> appender;
    private final LineBytes batch = new LineBytes(BATCH);

    /**
     * Opens the file, and creates its folder.
     *
     * @param roll whether new files are begun
     * @param maxFileSize bytes after which a new file is begun, 0 for no bound
     * @param maxHistory days for which old files are kept, 0 for ever
     * @param trouble is told what Logback complains about, such as a full disk; on the thread that writes
     * @throws IOException when it cannot be written; the message names it
     */
    RollingFileSink(Path file, boolean roll, long maxFileSize, int maxHistory, Consumer<String> trouble)
            throws IOException {
        LogFiles.create(file);
        context.setName("access-log");
        context.getStatusManager().add((ch.qos.logback.core.status.StatusListener) status -> {
            if (status.getEffectiveLevel() >= Status.WARN) {
                Throwable cause = status.getThrowable();
                trouble.accept(status.getMessage() + (cause == null ? "" : ": " + cause.getMessage()));
            }
        });
        appender = LogAppenders.toFile(context, file, roll, maxFileSize, maxHistory, 0);
        appender.setName("access-log");
        appender.setEncoder(new Bytes());
        LogAppenders.start(appender);
        if (!appender.isStarted()) {
            throw new IOException(file + ": the log file could not be opened");
        }
    }

    @Override
    public void line(String line) {
        if (!batch.isEmpty() && !batch.hasRoom(line)) {
            flush();
        }
        batch.add(line);
        batch.end();
    }

    @Override
    public void flush() {
        if (!batch.isEmpty()) {
            byte[] bytes = batch.copy();
            batch.clear();
            appender.doAppend(bytes);
        }
    }

    @Override
    public void reopen() {
        flush();
        Reopening.reopen(appender);
    }

    @Override
    public void close() {
        flush();
        appender.stop();
        context.stop();
    }

    /** An event is a batch of whole lines already. */
    private static final class Bytes extends EncoderBase<byte[]> {
        @Override
        public byte[] headerBytes() {
            return null;
        }

        @Override
        public byte[] encode(byte[] event) {
            return event;
        }

        @Override
        public byte[] footerBytes() {
            return null;
        }
    }
}
