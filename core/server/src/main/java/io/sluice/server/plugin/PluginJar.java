package io.sluice.server.plugin;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.pf4j.processor.ExtensionStorage;

/**
 * What can be said of a jar before any of its code runs.
 *
 * @param path the file
 * @param id its {@code Plugin-Id}
 * @param extensions the classes that its index names, at least one
 */
record PluginJar(Path path, String id, Set<String> extensions) {
    private static final String INDEX = "META-INF/extensions.idx";
    private static final String MANIFEST = "Plugin-Id and Plugin-Version in META-INF/MANIFEST.MF";
    private static final String VERSIONS = "META-INF/versions/";
    private static final Pattern VERSIONED = Pattern.compile("^" + VERSIONS + "[0-9]+/");

    /** Reads a jar. */
    static PluginJar read(Path path) throws PluginRefusal {
        try (JarFile jar = new JarFile(path.toFile())) {
            refuseOwnedClasses(jar);
            return new PluginJar(path, id(jar), extensions(jar));
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    /** What is said of a file that is no jar, or cannot be read. */
    static PluginRefusal unreadable(Exception reason) {
        return new PluginRefusal(
                "cannot be read: " + Reason.of(reason),
                "a whole jar file; copy under a name that ends in .tmp, then rename",
                reason);
    }

    private static void refuseOwnedClasses(JarFile jar) throws PluginRefusal {
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
            String name = entry.getName();
            if (!name.endsWith(".class")) {
                continue;
            }
            if (name.startsWith(VERSIONS)) {
                name = VERSIONED.matcher(name).replaceFirst("");
            }
            if (ApiClassLoader.owns(name)) {
                throw new PluginRefusal(
                        "carries " + entry.getName(),
                        "no class of the API, PF4J, Typesafe Config or SLF4J, which the server provides");
            }
        }
    }

    private static String id(JarFile jar) throws IOException, PluginRefusal {
        Manifest manifest = jar.getManifest();
        if (manifest == null) {
            throw new PluginRefusal("has no manifest", MANIFEST);
        }
        Attributes attributes = manifest.getMainAttributes();
        String id = required(attributes, "Plugin-Id");
        required(attributes, "Plugin-Version");
        if (attributes.getValue("Plugin-Dependencies") != null) {
            throw new PluginRefusal(
                    "names other plugins in Plugin-Dependencies",
                    "a plugin that stands alone: put the classes that it needs into its jar");
        }
        return id;
    }

    private static String required(Attributes attributes, String name) throws PluginRefusal {
        String value = attributes.getValue(name);
        if (value == null || value.isBlank()) {
            throw new PluginRefusal("has no " + name, MANIFEST);
        }
        return value;
    }

    private static Set<String> extensions(JarFile jar) throws IOException, PluginRefusal {
        JarEntry index = jar.getJarEntry(INDEX);
        if (index == null) {
            throw new PluginRefusal(
                    "has no extension: " + INDEX + " is missing",
                    "a class with @Extension, compiled with PF4J's annotation processor on javac's -processorpath");
        }
        Set<String> out = new LinkedHashSet<>();
        ExtensionStorage.read(new InputStreamReader(jar.getInputStream(index), StandardCharsets.UTF_8), out);
        if (out.isEmpty()) {
            throw new PluginRefusal("has no extension: " + INDEX + " is empty", "a class with @Extension");
        }
        return out;
    }
}
