package io.sluice.server.plugin;

import java.util.List;

/**
 * The parent of every plugin's class loader, and the fence around the server: a plugin sees the JDK, the API and the
 * libraries that stand in the API's signatures, each in the server's one copy. Whatever else is on the class path stays
 * out of sight, so that a plugin can neither come to depend on the server's inside nor clash with its libraries.
 */
final class ApiClassLoader extends ClassLoader {
    private static final List<String> PACKAGES =
            List.of("io.sluice.api.", "org.pf4j.", "com.typesafe.config.", "org.slf4j.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader server;

    /** A fence in front of {@code server}, the class loader that has the API. */
    ApiClassLoader(ClassLoader server) {
        super("sluice-api", ClassLoader.getPlatformClassLoader());
        this.server = server;
    }

    /** Whether a class, named as in source or as a path in a jar, is one that only the server may bring. */
    static boolean owns(String className) {
        String name = className.replace('/', '.');
        return PACKAGES.stream().anyMatch(name::startsWith);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return owns(name) ? server.loadClass(name) : super.loadClass(name, resolve);
    }
}
