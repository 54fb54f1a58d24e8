package io.sluice.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A configuration as it was written, with all that it includes and with overrides, without defaults: to tell what has changed
 * since another one was read, wherever it stands in its files. Paths are keys below {@code sluice}. Immutable and thread-safe.
 */
public final class Written {
    private static final ConfigRenderOptions PLAIN = ConfigRenderOptions.concise();

    /** By the first key of the path, then by the second, the text; that of a value that is no block stands under "". */
    private final Map<String, Map<String, String>> texts = new HashMap<>();

    /** Keeps its texts alone: the library's objects, with the place of each value, take ten times as much. */
    Written(Config own) {
        if (own.root().get("sluice") instanceof ConfigObject root) {
            root.forEach((key, value) -> texts.put(key, texts(value)));
        }
    }

    private static Map<String, String> texts(ConfigValue value) {
        Map<String, String> texts = new HashMap<>();
        if (value instanceof ConfigObject block) {
            block.forEach((key, inner) -> texts.put(key, inner.render(PLAIN)));
        } else {
            texts.put("", value.render(PLAIN));
        }
        return texts;
    }

    /** Whether this says the same as the other one under this key, be it nothing. */
    public boolean same(Written other, String block) {
        return Objects.equals(texts.get(block), other.texts.get(block));
    }

    /** Whether this says the same as the other one under a key of a block, be it nothing. */
    public boolean same(Written other, String block, String key) {
        return Objects.equals(text(block, key), other.text(block, key));
    }

    /** Whether something is written under this key. */
    public boolean has(String block) {
        return texts.containsKey(block);
    }

    /** Whether a text under this key of a block has variables. */
    public boolean hasVariables(String block, String key) {
        String text = text(block, key);
        return text != null && text.indexOf('$') >= 0;
    }

    private String text(String block, String key) {
        return texts.getOrDefault(block, Map.of()).get(key);
    }
}
