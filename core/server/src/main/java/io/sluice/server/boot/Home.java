package io.sluice.server.boot;

import java.nio.file.Path;

/** The folder that Sluice is installed in: relative paths of its configuration start here. */
final class Home {
    /** Names the folder; conf/logback.xml refers to it. */
    static final String PROPERTY = "sluice.home";

    private Home() {}

    /**
     * The folder that {@code bin/sluice} names in the system property {@code sluice.home}; without it, the current one.
     * Sets the property then, since conf/logback.xml names its files by it.
     */
    static Path find() {
        Path home = Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath().normalize();
        System.setProperty(PROPERTY, home.toString());
        return home;
    }
}
