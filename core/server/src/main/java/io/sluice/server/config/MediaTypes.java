package io.sluice.server.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The media types of a route's answers (nginx: types, default_type).
 *
 * @param byExtension types by extension, in lower case
 * @param otherwise the type where no extension decides; empty: such answers have no Content-Type
 */
public record MediaTypes(Map<String, String> byExtension, String otherwise) {
    /** As nginx's default_type has it. */
    static final String PLAIN = "text/plain";

    /** The types that nginx has without its file mime.types. */
    public static final Map<String, String> FEW = Map.of("html", "text/html", "gif", "image/gif", "jpg", "image/jpeg");

    /** The types by extension that are called {@code common}: those of nginx's file mime.types. */
    public static final Map<String, String> COMMON = read("common-types.txt");

    /** Dots at the start of a name begin no extension, to nginx up to three. */
    private static final int LEADING_DOTS = 3;

    /** Copies the map. */
    public MediaTypes {
        byExtension = Map.copyOf(byExtension);
    }

    /** One type for all paths. */
    static MediaTypes always(String type) {
        return new MediaTypes(Map.of(), type);
    }

    /**
     * The type of what a path names.
     *
     * @param path decoded, without the query
     */
    public String of(String path) {
        int start = path.lastIndexOf('/') + 1;
        int leading = 0;
        while (leading < LEADING_DOTS && path.startsWith(".", start + leading)) {
            leading++;
        }
        int dot = path.lastIndexOf('.');
        String extension = dot < start + leading ? "" : path.substring(dot + 1).toLowerCase(Locale.ROOT);
        return byExtension.getOrDefault(extension, otherwise);
    }

    private static Map<String, String> read(String name) {
        Map<String, String> types = new HashMap<>();
        try (InputStream in = MediaTypes.class.getResourceAsStream(name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] words = line.split(" ", -1);
                    for (int i = 1; i < words.length; i++) {
                        types.put(words[i], words[0]);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(types);
    }
}
