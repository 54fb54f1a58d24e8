package io.sluice.server.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A plugin made for a test: compiled from source, packed into a jar, good or bad as wanted. */
final class TestPlugin {
    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final StringBuilder index = new StringBuilder();

    private TestPlugin() {}

    /** One with id and version but no class. */
    static TestPlugin empty(String id) {
        return new TestPlugin().manifest("Plugin-Id", id).manifest("Plugin-Version", "1.2.3");
    }

    /** One whose extension, class {@code acme.Fair}, is the load balancer {@code name}. */
    static TestPlugin balancer(String id, String name) {
        return empty(id).extension("acme.Fair", balancerSource("return \"" + name + "\";", ""));
    }

    /** The source of a load balancer's factory with this body of {@code name()} and these other members. */
    static String balancerSource(String nameBody, String members) {
        return """
                package acme;
                public final class Fair implements io.sluice.api.balance.LoadBalancerFactory {
                    %s
                    public String name() { %s }
                    public io.sluice.api.balance.LoadBalancer create(
                            java.util.List<io.sluice.api.balance.Endpoint> endpoints, io.sluice.api.Settings settings) {
                        return exchange -> endpoints.iterator();
                    }
                }
                """.formatted(members, nameBody);
    }

    /** Sets an entry of the manifest; null takes it away. */
    TestPlugin manifest(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    /** Compiles a class and names it in the index of extensions. */
    TestPlugin extension(String className, String source) {
        return source(className, source).indexed(className);
    }

    /** Compiles a class. */
    TestPlugin source(String className, String source) {
        compile(className, source).forEach(entries::put);
        return this;
    }

    /** Names a class in the index of extensions. */
    TestPlugin indexed(String className) {
        index.append(className).append('\n');
        return this;
    }

    /** Adds a file. */
    TestPlugin entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** Takes a file away. */
    TestPlugin without(String name) {
        entries.remove(name);
        return this;
    }

    /** Writes the jar. */
    Path in(Path folder, String file) {
        Path jar = folder.resolve(file);
        Manifest written = new Manifest();
        written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> {
            if (value != null) {
                written.getMainAttributes().putValue(name, value);
            }
        });
        if (index.length() > 0) {
            entries.put("META-INF/extensions.idx", index.toString().getBytes(StandardCharsets.UTF_8));
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), written)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static Map<String, byte[]> compile(String className, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        JavaFileManager files =
                new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                        URI uri = URI.create("mem:///" + name.replace('.', '/') + kind.extension);
                        return new SimpleJavaFileObject(uri, kind) {
                            @Override
                            public OutputStream openOutputStream() {
                                return classes.computeIfAbsent(
                                        name.replace('.', '/') + ".class", any -> new ByteArrayOutputStream());
                            }
                        };
                    }
                };
        URI uri = URI.create("mem:///" + className.replace('.', '/') + ".java");
        JavaFileObject unit = new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
        if (!compiler.getTask(messages, files, null, options, null, List.of(unit))
                .call()) {
            throw new AssertionError(messages);
        }
        Map<String, byte[]> out = new LinkedHashMap<>();
        classes.forEach((name, bytes) -> out.put(name, bytes.toByteArray()));
        return out;
    }
}
