package io.sluice.server.boot;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Which file configures the log. To be called before the first logger is made, so no class that a command loads at its
 * start may hold one.
 */
final class Logging {
    private static final Thread LOADING = new Thread(LoggerFactory::getILoggerFactory, "sluice-logging");

    private Logging() {}

    /**
     * As conf/logback.xml says; where it is not there, to the console. A file named by {@code
     * -Dlogback.configurationFile} goes before both.
     */
    static void asConfigured(Path home) {
        Path file = home.resolve("conf/logback.xml");
        if (Files.exists(file)) {
            use(file.toString());
        } else {
            toConsole();
        }
    }

    /** Warnings and errors to standard error, the access log to standard output: for commands that leave no files. */
    static void toConsole() {
        use("io/sluice/server/boot/logback-console.xml");
    }

    /**
     * Begins to load the log beside what the caller does next, which may use no logger until {@link #awaitLoaded()}: it takes
     * as long as reading the configuration, and there mostly is a second processor.
     */
    static void load() {
        LOADING.start();
    }

    /** Waits for what {@link #load()} began; without it, returns at once. */
    static void awaitLoaded() {
        try {
            LOADING.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Loads the log as configured, with its files in another folder than the home folder, and mutes it: all that it is made of
     * is there, and no line is written. For a process that only rehearses.
     */
    static void loadMute(Path folder) throws IOException {
        String home = System.getProperty(Home.PROPERTY);
        Files.createDirectory(folder.resolve("logs"));
        System.setProperty(Home.PROPERTY, folder.toString());
        load();
        awaitLoaded();
        System.setProperty(Home.PROPERTY, home);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLoggerList().forEach(one -> one.setLevel(Level.OFF));
        }
    }

    /** Writes out what is still held, and ends the log. */
    static void stop() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }

    private static void use(String file) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) == null) {
            System.setProperty(ClassicConstants.CONFIG_FILE_PROPERTY, file);
        }
    }
}
