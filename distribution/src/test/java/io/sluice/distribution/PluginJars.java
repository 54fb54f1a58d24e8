package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Makes plugins as their authors do, outside the build: javac against the jars of an installation's lib/, then a jar with
 * a descriptor.
 */
final class PluginJars {
    /** The sources of the tests' own plugin: metrics as text, a log to look at, a balancer that obeys a header. */
    static final Path PROBE = Path.of("src/test/plugin/probe");

    private PluginJars() {}

    /** The tests' own plugin, compiled once. */
    static Path probe() {
        return Installations.probeJar();
    }

    /** A descriptor with this id and version 1.0.0. */
    static Map<String, String> descriptor(String id) {
        return Map.of("Plugin-Id", id, "Plugin-Version", "1.0.0");
    }

    /** A plugin of one class. */
    static Path ofSource(Path home, Path jar, Map<String, String> descriptor, String name, String source)
            throws IOException {
        Path sources = Files.createTempDirectory(home.getParent(), "source");
        Files.writeString(sources.resolve(name + ".java"), source);
        return make(home, sources, jar, descriptor);
    }

    /** Compiles all sources of a folder and packs what came of it. */
    static Path make(Path home, Path sources, Path jar, Map<String, String> descriptor) throws IOException {
        Path classes = Files.createTempDirectory(home.getParent(), "classes");
        String lib = String.join(":", files(home.resolve("lib")));
        List<String> arguments = new ArrayList<>(
                List.of("-cp", lib, "-processorpath", lib, "-Werror", "--release", "17", "-d", classes.toString()));
        arguments.addAll(files(sources));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));
        assertThat(code).as("javac of " + sources + ": " + said).isZero();
        pack(classes, jar, descriptor);
        return jar;
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private static void pack(Path classes, Path jar, Map<String, String> descriptor) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        descriptor.forEach(manifest.getMainAttributes()::putValue);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (String name : files(classes)) {
                out.putNextEntry(new JarEntry(classes.relativize(Path.of(name)).toString()));
                Files.copy(Path.of(name), out);
                out.closeEntry();
            }
        }
    }
}
