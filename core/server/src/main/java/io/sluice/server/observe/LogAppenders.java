package io.sluice.server.observe;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.sluice.server.config.Devices;
import java.nio.file.Path;

/** Appenders of Logback for the files that the configuration names. */
final class LogAppenders {
    private LogAppenders() {}

    /**
     * An appender to a file, without an encoder and not started. A new file is begun each day and at a size, {@code
     * access.log} of a past day being {@code access.2026-11-21.0.log}; a device is never renamed.
     *
     * @param roll whether new files are begun at all
     * @param maxFileSize bytes after which a new file is begun, 0 for no bound
     * @param maxHistory days for which old files are kept, 0 for ever
     * @param maxTotal bytes of all old files, 0 for no bound
     */
    static <E> FileAppender<E> toFile(
            Context context, Path file, boolean roll, long maxFileSize, int maxHistory, long maxTotal) {
        if (!roll || Devices.isDevice(file)) {
            return ofContext(new FileAppender<>(), context, file);
        }
        RollingFileAppender<E> rolling = ofContext(new RollingFileAppender<>(), context, file);
        TimeBasedRollingPolicy<E> policy = policy(file, maxFileSize);
        policy.setContext(context);
        policy.setMaxHistory(maxHistory);
        policy.setTotalSizeCap(new FileSize(maxTotal));
        policy.setParent(rolling);
        rolling.setRollingPolicy(policy);
        return rolling;
    }

    private static <A extends FileAppender<?>> A ofContext(A appender, Context context, Path file) {
        appender.setContext(context);
        appender.setFile(file.toString());
        return appender;
    }

    /** Starts an appender that has its encoder by now, and the rolling that it has perhaps. */
    static void start(FileAppender<?> appender) {
        if (appender instanceof RollingFileAppender<?> rolling) {
            rolling.getRollingPolicy().start();
        }
        appender.start();
    }

    private static <E> TimeBasedRollingPolicy<E> policy(Path file, long maxFileSize) {
        TimeBasedRollingPolicy<E> policy;
        String number = "";
        if (maxFileSize > 0) {
            SizeAndTimeBasedRollingPolicy<E> sized = new SizeAndTimeBasedRollingPolicy<>();
            sized.setMaxFileSize(new FileSize(maxFileSize));
            policy = sized;
            number = ".%i";
        } else {
            policy = new TimeBasedRollingPolicy<>();
        }
        String name = file.toString().replace("\\", "\\\\").replace("%", "\\%");
        int dot = name.lastIndexOf('.');
        int cut = dot > name.lastIndexOf('/') + 1 ? dot : name.length();
        policy.setFileNamePattern(name.substring(0, cut) + ".%d{yyyy-MM-dd}" + number + name.substring(cut));
        return policy;
    }
}
