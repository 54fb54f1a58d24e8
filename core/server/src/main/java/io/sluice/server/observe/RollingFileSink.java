package io.sluice.server.observe;

import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.status.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Writes lines to a file through Logback, which starts a new one each day and at a size, and deletes old ones. Lines are
 * gathered, so that one system call writes many.
 */
final class RollingFileSink implements LineSink {
    private static final int BATCH = 64 * 1024;

    private final ContextBase context = new ContextBase();
    private final FileAppender<byte[]> appender;
    private byte[] batch = new byte[BATCH];
    private int size;

    /**
     * Opens the file, and creates its folder.
     *
     * @param maxFileSize bytes after which a new file is begun, 0 for no bound
     * @param maxHistory days for which old files are kept, 0 for ever
     * @param trouble is told what Logback complains about, such as a full disk; on the thread that writes
     * @throws IOException when it cannot be written; the message names it
     */
    RollingFileSink(Path file, long maxFileSize, int maxHistory, Consumer<String> trouble) throws IOException {
        LogFiles.create(file);
        context.setName("access-log");
        context.getStatusManager().add((ch.qos.logback.core.status.StatusListener) status -> {
            if (status.getEffectiveLevel() >= Status.WARN) {
                Throwable cause = status.getThrowable();
                trouble.accept(status.getMessage() + (cause == null ? "" : ": " + cause.getMessage()));
            }
        });
        appender = LogAppenders.toFile(context, file, maxFileSize, maxHistory, 0);
        appender.setName("access-log");
        appender.setEncoder(new Bytes());
        LogAppenders.start(appender);
        if (!appender.isStarted()) {
            throw new IOException(file + ": the log file could not be opened");
        }
    }

    @Override
    public void line(String line) {
        // In UTF-8 a character takes at most 3 bytes, and an escaped one 4.
        int most = line.length() * 4 + 1;
        if (size + most > batch.length) {
            flush();
            if (most > batch.length) {
                batch = new byte[most];
            }
        }
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\n' || c == '\r') {
                // One exchange is one line, whatever a format lets through.
                put(c == '\n' ? "\\x0A" : "\\x0D");
            } else if (c <= 0xff) {
                batch[size++] = (byte) c;
            } else {
                int end = Character.isHighSurrogate(c) && i + 1 < line.length() ? i + 2 : i + 1;
                put(line.substring(i, end));
                i = end - 1;
            }
        }
        batch[size++] = '\n';
    }

    private void put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, batch, size, bytes.length);
        size += bytes.length;
    }

    @Override
    public void flush() {
        if (size > 0) {
            byte[] bytes = Arrays.copyOf(batch, size);
            size = 0;
            appender.doAppend(bytes);
        }
        if (batch.length > BATCH) {
            batch = new byte[BATCH];
        }
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
