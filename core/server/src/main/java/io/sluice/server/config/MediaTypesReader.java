package io.sluice.server.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads {@code types} and {@code default-type}, of files and of texts that a route returns. */
final class MediaTypesReader {
    static final String TYPES = "types";
    static final String DEFAULT_TYPE = "default-type";

    private static final String COMMON = "common";

    private MediaTypesReader() {}

    static MediaTypes read(Block block) {
        return new MediaTypes(
                block.has(TYPES) ? byExtension(block) : MediaTypes.FEW,
                block.text(DEFAULT_TYPE)
                        .map(type -> checked(block, DEFAULT_TYPE, type))
                        .orElse(MediaTypes.PLAIN));
    }

    private static Map<String, String> byExtension(Block block) {
        if (block.word(TYPES).isPresent()) {
            if (!block.word(TYPES).get().equals(COMMON)) {
                block.refuse(TYPES, "common, or a block such as { html = text/html, png = image/png }");
            }
            block.text(TYPES);
            return MediaTypes.COMMON;
        }
        Map<String, String> types = new LinkedHashMap<>();
        Block inner = block.block(TYPES);
        inner.texts().forEach((extension, type) -> {
            if (extension.isEmpty() || extension.matches(".*[./\\s].*")) {
                inner.refuse(extension, "an extension without a dot");
            }
            types.put(extension.toLowerCase(Locale.ROOT), checked(inner, extension, type));
        });
        return types;
    }

    private static String checked(Block block, String key, String type) {
        if (!type.matches("[ -~]*")) {
            block.refuse(key, "a media type, such as \"text/html\"");
        }
        return type;
    }
}
