package io.sluice.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One block of the configuration, read strictly: a key of the wrong type or out of range is refused with its file and
 * line, and a key that nobody read is refused when the factory returns.
 *
 * <p>Not thread-safe; used only while the configuration is loaded. Keys are single names, never paths.
 */
public final class Settings {
    private final Config config;
    private final ConfigOrigin origin;
    private final String path;
    private final Template.Compiler templates;
    private final Set<String> read = new HashSet<>();
    private final List<Settings> children = new ArrayList<>();

    /**
     * Wraps a block.
     *
     * @param config the block
     * @param path where it stands, for messages, such as {@code sluice.upstreams.chat.balance}
     * @param templates what turns text into templates
     */
    public Settings(Config config, String path, Template.Compiler templates) {
        this.config = config;
        this.origin = config.origin();
        this.path = path;
        this.templates = templates;
    }

    /** Whether the key is there and is not null. */
    public boolean has(String key) {
        return config.hasPath(quoted(key));
    }

    /** A text that must be there. */
    public String string(String key) {
        return required(key, "a text", () -> config.getString(quoted(key)));
    }

    /** A text, or {@code fallback} where the key is not there. */
    public String string(String key, String fallback) {
        return optional(key, () -> string(key), fallback);
    }

    /** One of the words allowed, or {@code fallback} where the key is not there. */
    public String choice(String key, List<String> allowed, String fallback) {
        String value = string(key, fallback);
        if (value != null && !allowed.contains(value)) {
            throw refuse(key, "one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** {@code true} or {@code false} (also {@code on}, {@code off}, {@code yes}, {@code no}), or {@code fallback}. */
    public boolean bool(String key, boolean fallback) {
        return optional(
                key,
                () -> required(key, "true or false", () -> switch (config.getValue(quoted(key))
                        .unwrapped()
                        .toString()
                        .toLowerCase(Locale.ROOT)) {
                    case "true", "on", "yes" -> true;
                    case "false", "off", "no" -> false;
                    default -> throw new IllegalArgumentException();
                }),
                fallback);
    }

    /** A whole number from {@code min} to {@code max}, or {@code fallback} where the key is not there. */
    public int integer(String key, int min, int max, int fallback) {
        String expected = "a whole number from " + min + " to " + max;
        int value = optional(key, () -> required(key, expected, () -> config.getInt(quoted(key))), fallback);
        if (has(key) && (value < min || value > max)) {
            throw refuse(key, expected);
        }
        return value;
    }

    /** A length of time such as {@code 30s} or {@code 500ms}, not negative, or {@code fallback}. */
    public Duration duration(String key, Duration fallback) {
        String expected = "a length of time such as 30s or 500ms";
        Duration value = optional(key, () -> required(key, expected, () -> config.getDuration(quoted(key))), fallback);
        if (has(key) && value.isNegative()) {
            throw refuse(key, expected);
        }
        return value;
    }

    /** A number of bytes such as {@code 64K} or {@code 10M}, or {@code fallback}. */
    public long bytes(String key, long fallback) {
        String expected = "a number of bytes such as 64K or 10M";
        return optional(key, () -> required(key, expected, () -> config.getBytes(quoted(key))), fallback);
    }

    /** A text with variables that must be there. */
    public Template template(String key) {
        return compile(key, string(key));
    }

    /** A text with variables, or {@code fallback} (also one, or null) where the key is not there. */
    public Template template(String key, String fallback) {
        String text = string(key, fallback);
        return text == null ? null : compile(key, text);
    }

    /** Compiles a text that is not itself a value of the configuration, such as a preset. */
    public Template compile(String key, String text) {
        return compile(key, text, Template.Escape.NONE);
    }

    /** Compiles a text whose values pass through {@code escape}, such as a log format's. */
    public Template compile(String key, String text, Template.Escape escape) {
        try {
            return templates.compile(text, escape);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(place(key) + ": " + full(key) + ": " + e.getMessage());
        }
    }

    /** A list of texts; a single text counts as a list of one. Empty where the key is not there. */
    public List<String> strings(String key) {
        return optional(
                key,
                () -> required(key, "a list of texts", () -> {
                    ConfigValue value = config.getValue(quoted(key));
                    return value instanceof ConfigList
                            ? List.copyOf(config.getStringList(quoted(key)))
                            : List.of(config.getString(quoted(key)));
                }),
                List.of());
    }

    /** A block inside this one, or an empty one where the key is not there. Its unread keys are refused too. */
    public Settings block(String key) {
        Config inner = optional(
                key,
                () -> required(key, "a block { … }", () -> config.getConfig(quoted(key))),
                com.typesafe.config.ConfigFactory.empty());
        return child(inner, full(key));
    }

    /** A list of blocks; a single block counts as a list of one. Empty where the key is not there. */
    public List<Settings> blocks(String key) {
        List<? extends Config> inner = optional(
                key,
                () -> required(key, "a list of blocks { … }", () -> {
                    ConfigValue value = config.getValue(quoted(key));
                    return value instanceof ConfigObject block
                            ? List.of(block.toConfig())
                            : List.copyOf(config.getConfigList(quoted(key)));
                }),
                List.of());
        List<Settings> out = new ArrayList<>();
        for (Config one : inner) {
            out.add(child(one, full(key) + "[" + out.size() + "]"));
        }
        return out;
    }

    /** The keys of this block, sorted. Reading a name here does not count as using its value. */
    public List<String> keys() {
        return config.root().keySet().stream().sorted().toList();
    }

    /**
     * A refusal of this key's value, to be thrown by the caller.
     *
     * @param expected what would have been right, such as {@code an IPv4 address}
     */
    public SettingsException refuse(String key, String expected) {
        String found = config.hasPathOrNull(quoted(key)) && !config.getIsNull(quoted(key))
                ? "found " + config.getValue(quoted(key)).render(RENDER)
                : "not set";
        return new SettingsException(place(key) + ": " + full(key) + ": " + found + " (expected: " + expected + ")");
    }

    /** The refusals of all keys, here and in the blocks inside, that were never read. Called by the server. */
    public List<SettingsException> unread() {
        List<SettingsException> out = new ArrayList<>();
        for (String key : keys()) {
            if (!read.contains(key)) {
                String known = read.isEmpty()
                        ? "no keys here"
                        : "one of " + String.join(", ", read.stream().sorted().toList());
                out.add(new SettingsException(
                        place(key) + ": " + full(key) + ": unknown key (expected: " + known + ")"));
            }
        }
        children.forEach(child -> out.addAll(child.unread()));
        return out;
    }

    private static final com.typesafe.config.ConfigRenderOptions RENDER =
            com.typesafe.config.ConfigRenderOptions.concise();

    private Settings child(Config inner, String innerPath) {
        Settings child = new Settings(inner, innerPath, templates);
        children.add(child);
        return child;
    }

    private <T> T optional(String key, java.util.function.Supplier<T> value, T fallback) {
        read.add(key);
        return has(key) ? value.get() : fallback;
    }

    private <T> T required(String key, String expected, java.util.function.Supplier<T> value) {
        read.add(key);
        try {
            return value.get();
        } catch (ConfigException | IllegalArgumentException e) {
            throw refuse(key, expected);
        }
    }

    private String place(String key) {
        ConfigOrigin at = config.hasPathOrNull(quoted(key)) && !config.getIsNull(quoted(key))
                ? config.getValue(quoted(key)).origin()
                : origin;
        String file = at.filename() != null ? at.filename() : at.description();
        return at.lineNumber() > 0 ? file + ":" + at.lineNumber() : file;
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String quoted(String key) {
        return ConfigUtil.joinPath(key);
    }
}
