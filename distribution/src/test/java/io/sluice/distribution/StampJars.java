package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Versions of one header policy, {@code stamp}, each of which adds the field X-Stamp with its number. Compiled once: a version
 * differs from others by a constant of its class and by its descriptor.
 */
final class StampJars {
    private static final String CONSTANT = "version-0000";
    private static final String SOURCE = """
            import io.sluice.api.Settings;
            import io.sluice.api.exchange.ExchangeView;
            import io.sluice.api.headers.HeaderPolicy;
            import io.sluice.api.headers.HeaderPolicyFactory;
            import io.sluice.api.headers.Headers;
            import java.io.IOException;
            import java.io.InputStream;
            import java.io.UncheckedIOException;
            import java.net.URL;
            import org.pf4j.Extension;

            @Extension
            public class Stamp implements HeaderPolicyFactory {
                @Override
                public String name() {
                    return "stamp";
                }

                @Override
                public HeaderPolicy create(Settings settings) {
                    URL note = Stamp.class.getResource("/note.txt");
                    try (InputStream in = note.openStream()) {
                        if (new String(in.readAllBytes()).equals("fault")) {
                            throw new IllegalStateException("no stamps today");
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return new HeaderPolicy() {
                        @Override
                        public void onResponse(Headers headers, ExchangeView exchange) {
                            headers.set("X-Stamp", "version-0000");
                        }
                    };
                }
            }
            """;

    private final Path plugins;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** Compiles against an installation, and puts version 0 into its folder of plugins. */
    StampJars(Path home) throws IOException {
        plugins = home.resolve("plugins");
        Path compiled = PluginJars.ofSource(
                home, home.resolveSibling("stamp.jar"), PluginJars.descriptor("stamp"), "Stamp", SOURCE);
        try (JarInputStream in = new JarInputStream(Files.newInputStream(compiled))) {
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        put(0);
    }

    /** The jar in the folder. */
    Path jar() {
        return plugins.resolve("stamp.jar");
    }

    /** What a version stamps. */
    static String stamp(int version) {
        return "version-%04d".formatted(version);
    }

    /** Puts a version in the place of what is there. */
    void put(int version) throws IOException {
        put(bytes(version, "well"));
    }

    /** Puts a version whose factory throws in the place of what is there. */
    void putFaulty(int version) throws IOException {
        put(bytes(version, "fault"));
    }

    /** Puts bytes in the place of what is there, as the manual says. */
    void put(byte[] content) throws IOException {
        Path part = plugins.resolve("stamp.jar.tmp");
        Files.write(part, content);
        Files.move(part, jar(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private byte[] bytes(int version, String note) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", "stamp");
        manifest.getMainAttributes().putValue("Plugin-Version", "1.0." + version);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                String text = new String(entry.getValue(), ISO_8859_1).replace(CONSTANT, stamp(version));
                add(jar, entry.getKey(), text);
            }
            add(jar, "note.txt", note);
        }
        return out.toByteArray();
    }

    private static void add(JarOutputStream jar, String name, String bytes) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(bytes.getBytes(ISO_8859_1));
        jar.closeEntry();
    }
}
