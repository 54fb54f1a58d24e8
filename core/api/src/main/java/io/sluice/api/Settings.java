package io.sluice.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * One block of the configuration, read strictly: a key of the wrong type or out of range is refused with its file and
 * line, and a key that nobody read is refused when the factory returns.
 *
 * <p>The methods that take a {@code fallback} answer it where the key is not there; those without one refuse a key that
 * is not there. A key that is null counts as not there. All throw {@link SettingsException}, and none stops at another's
 * refusal: to report all at once, catch them one by one.
 *
 * <p>Not thread-safe; used only while the configuration is loaded. Keys are single names, never paths.
 */
public final class Settings {
    private static final String DURATION = "a length of time with its unit, such as 30s or 500ms";
    private static final String BYTES = "a number of bytes such as 64K or 10M";

    private final ConfigObject own;
    private final Settings defaults;
    private final String path;
    private final Template.Compiler templates;
    private final Path folder;
    private final Set<String> read;
    private final Map<String, Settings> children;

    /**
     * Wraps a block.
     *
     * @param config the block
     * @param path where it stands, for messages, such as {@code sluice.upstreams.chat.balance}
     * @param templates what turns text into templates
     */
    public Settings(Config config, String path, Template.Compiler templates) {
        this(config, path, templates, Path.of(""));
    }

    /**
     * Wraps a block.
     *
     * @param folder where the relative names of files in it start
     */
    public Settings(Config config, String path, Template.Compiler templates, Path folder) {
        this(config.root(), null, path, templates, folder, new TreeSet<>(), new LinkedHashMap<>());
    }

    private Settings(
            ConfigObject own,
            Settings defaults,
            String path,
            Template.Compiler templates,
            Path folder,
            Set<String> read,
            Map<String, Settings> children) {
        this.own = own;
        this.defaults = defaults;
        this.path = path;
        this.templates = templates;
        this.folder = folder;
        this.read = read;
        this.children = children;
    }

    /**
     * The same block, with {@code defaults} for keys that are not there, and so for the blocks inside. What is read of
     * either counts as read in both.
     */
    public Settings orElse(Settings defaults) {
        return new Settings(own, defaults, path, templates, folder, read, children);
    }

    /** Whether the key is there and is not null. */
    public boolean has(String key) {
        return find(key).isPresent();
    }

    /** The value as the library has it; empty where it is not there. It counts as read. */
    public Optional<ConfigValue> value(String key) {
        for (Settings at = this; at != null; at = at.defaults) {
            at.read.add(key);
        }
        return find(key);
    }

    /** A text that must be there. */
    public String string(String key) {
        return required(key, "a text", Values::string);
    }

    /** A text, or {@code fallback}. */
    public String string(String key, String fallback) {
        return value(key).isPresent() ? string(key) : fallback;
    }

    /** One of the words allowed. */
    public String choice(String key, Collection<String> allowed) {
        String word = required(key, oneOf(allowed), Values::string);
        if (!allowed.contains(word)) {
            throw refuse(key, oneOf(allowed) + Spelling.hint(word, allowed));
        }
        return word;
    }

    /** One of the words allowed, or {@code fallback}. */
    public String choice(String key, Collection<String> allowed, String fallback) {
        return value(key).isPresent() ? choice(key, allowed) : fallback;
    }

    /** A list of words, each one of those allowed; a single word counts as a list of one. Empty where it is not there. */
    public List<String> choices(String key, Collection<String> allowed) {
        List<String> words = strings(key);
        for (int i = 0; i < words.size(); i++) {
            if (!allowed.contains(words.get(i))) {
                throw refuse(key, i, oneOf(allowed) + Spelling.hint(words.get(i), allowed));
            }
        }
        return words;
    }

    /** {@code true} or {@code false}, also {@code on}, {@code off}, {@code yes}, {@code no}. */
    public boolean bool(String key) {
        return required(key, "on or off", Values::bool);
    }

    /** As {@link #bool(String)}, or {@code fallback}. */
    public boolean bool(String key, boolean fallback) {
        return value(key).isPresent() ? bool(key) : fallback;
    }

    /** A whole number from {@code min} to {@code max}. */
    public int integer(String key, int min, int max) {
        String expected = "a whole number from " + min + " to " + max;
        long number = required(key, expected, Values::wholeNumber);
        if (number < min || number > max) {
            throw refuse(key, expected);
        }
        return (int) number;
    }

    /** A whole number from {@code min} to {@code max}, or {@code fallback}. */
    public int integer(String key, int min, int max, int fallback) {
        return value(key).isPresent() ? integer(key, min, max) : fallback;
    }

    /**
     * A length of time such as {@code 30s}, from {@code min} to {@code max}. A number without a unit is refused, as the
     * library takes it for milliseconds and users of nginx for seconds; 0 needs none.
     */
    public Duration duration(String key, Duration min, Duration max) {
        Duration value = required(key, DURATION, Values::duration);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw refuse(key, DURATION + ", from " + Values.text(min) + " to " + Values.text(max));
        }
        return value;
    }

    /** A length of time, not negative, or {@code fallback}. */
    public Duration duration(String key, Duration fallback) {
        return value(key).isPresent() ? duration(key, Duration.ZERO, Duration.ofDays(36_500)) : fallback;
    }

    /** A number of bytes such as {@code 64K} (65,536) or {@code 64kB} (64,000), from {@code min} to {@code max}. */
    public long bytes(String key, long min, long max) {
        long value = required(key, BYTES, Values::bytes);
        if (value < min || value > max) {
            throw refuse(key, BYTES + (max == Long.MAX_VALUE ? ", at least " + min : ", from " + min + " to " + max));
        }
        return value;
    }

    /** A number of bytes, not negative, or {@code fallback}. */
    public long bytes(String key, long fallback) {
        return value(key).isPresent() ? bytes(key, 0, Long.MAX_VALUE) : fallback;
    }

    /** The name of a file or folder that must be there; a relative one starts at {@code sluice.home}. */
    public Path file(String key) {
        String expected = "the name of a file";
        String name = required(key, expected, Values::string);
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw refuse(key, expected);
        }
    }

    /** A text with variables that must be there. */
    public Template template(String key) {
        return compile(key, string(key));
    }

    /** A text with variables, or {@code fallback} (also one, or null). */
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
            throw new SettingsException(place(key) + ": " + path(key) + ": " + e.getMessage());
        }
    }

    /** A list of texts; a single text counts as a list of one. Empty where the key is not there. */
    public List<String> strings(String key) {
        return value(key).isPresent() ? required(key, "a list of texts", Values::strings) : List.of();
    }

    /**
     * A block inside this one, or an empty one where the key is not there. Its unread keys are refused too. Where the default
     * is no block but a word, such as {@code off}, a block that is written has no defaults.
     */
    public Settings block(String key) {
        ConfigValue value = own.get(key);
        boolean inPlaceOfWord = isBlock(value)
                && defaults != null
                && !defaults.find(key).filter(Settings::isBlock).isPresent();
        Settings inner = defaults == null || inPlaceOfWord ? null : defaults.block(key);
        read.add(key);
        ConfigObject block = value == null || value.valueType() == ConfigValueType.NULL
                ? ConfigFactory.empty().root().withOrigin(own.origin())
                : required(key, "a block { … }", Values::block);
        return child(block, inner, ownPath(key));
    }

    /** A list of blocks; a single block counts as a list of one. Empty where the key is not there. */
    public List<Settings> blocks(String key) {
        return children(key, "a list of blocks { … }", Values::blocks);
    }

    /** A list of blocks, in which a text stands for a block with that text under {@code wordKey} and nothing else. */
    public List<Settings> blocks(String key, String wordKey) {
        return children(key, "a list of texts or blocks { … }", value -> Values.blocks(value, wordKey));
    }

    /**
     * The same keys without {@code key}, their defaults left out, as settings of their own: to be handed on to the
     * extension that {@code key} names. Whoever builds that answers for keys that are not read; here they count as read.
     */
    public Settings detach(String key) {
        read.addAll(own.keySet());
        ConfigObject rest = own.withoutKey(key).withOrigin(own.origin());
        return new Settings(rest.toConfig(), path, templates, folder);
    }

    /**
     * The same for keys that the extension shares a block with: whoever mistypes one of them is told their names as well as
     * those of the extension.
     */
    public Settings detach(Collection<String> keys) {
        read.addAll(own.keySet());
        ConfigObject rest = own;
        for (String key : keys) {
            rest = rest.withoutKey(key);
        }
        return new Settings(
                rest.withOrigin(own.origin()),
                null,
                path,
                templates,
                folder,
                new TreeSet<>(keys),
                new LinkedHashMap<>());
    }

    /** The keys of this block, sorted, without those of its defaults. To read a name here is not to use its value. */
    public List<String> keys() {
        return own.keySet().stream().sorted().toList();
    }

    /**
     * A refusal of this key's value, to be thrown by the caller.
     *
     * @param expected what would have been right, such as {@code an IPv4 address}
     */
    public SettingsException refuse(String key, String expected) {
        return SettingsException.of(place(key), path(key), find(key), expected);
    }

    /** A refusal of one element of this key's list, the first being 0. */
    public SettingsException refuse(String key, int index, String expected) {
        List<? extends ConfigValue> elements = find(key).map(Values::list).orElse(List.of());
        if (index >= elements.size()) {
            return refuse(key, expected);
        }
        ConfigValue element = elements.get(index);
        boolean list = find(key).filter(Values::isList).isPresent();
        String at = list ? path(key) + "[" + index + "]" : path(key);
        return SettingsException.of(Values.place(element.origin()), at, Optional.of(element), expected);
    }

    /** The refusals of all keys, here and in the blocks inside, that were never read. Called by the server. */
    public List<SettingsException> unread() {
        return unread((key, near) -> near);
    }

    /**
     * As {@link #unread()}, for a caller who knows more of what may have been meant.
     *
     * @param hints answers how the message about a key ends, from the whole name of the key and how it would end, which is as
     *     {@link Spelling#hint} says
     */
    public List<SettingsException> unread(BinaryOperator<String> hints) {
        List<SettingsException> out = new ArrayList<>();
        for (String key : keys()) {
            if (!read.contains(key)) {
                String hint = hints.apply(ownPath(key), Spelling.hint(key, read));
                String expected = (read.isEmpty() ? "no keys here" : oneOf(read)) + hint;
                out.add(new SettingsException(Values.place(own.get(key).origin()) + ": " + ownPath(key)
                        + ": unknown key (expected: " + expected + ")"));
            }
        }
        children.values().forEach(child -> out.addAll(child.unread(hints)));
        return out;
    }

    /** Where this block stands. */
    public ConfigOrigin origin() {
        return Values.origin(own);
    }

    /** File and line of the key, or of this block where the key is not there: {@code conf/sluice.conf:12}. */
    public String place(String key) {
        return Values.place(find(key).map(Values::origin).orElseGet(this::origin));
    }

    /** The whole name of the key: {@code sluice.upstreams.chat.keepalive}; that of its default where that is used. */
    public String path(String key) {
        boolean inherited = !own.containsKey(key) && defaults != null && defaults.has(key);
        return inherited ? defaults.path(key) : ownPath(key);
    }

    private String ownPath(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isBlock(ConfigValue value) {
        return value != null && value.valueType() == ConfigValueType.OBJECT;
    }

    private Optional<ConfigValue> find(String key) {
        ConfigValue value = own.get(key);
        if (value == null) {
            return defaults == null ? Optional.empty() : defaults.find(key);
        }
        return value.valueType() == ConfigValueType.NULL ? Optional.empty() : Optional.of(value);
    }

    private <T> T required(String key, String expected, Function<ConfigValue, T> reader) {
        ConfigValue value = value(key).orElseThrow(() -> refuse(key, expected));
        try {
            return reader.apply(value);
        } catch (ConfigException | IllegalArgumentException e) {
            throw refuse(key, expected);
        }
    }

    /** The same child at each call, so that what was read of it is not forgotten. */
    private Settings child(ConfigObject block, Settings inner, String at) {
        return children.computeIfAbsent(
                at, same -> new Settings(block, inner, at, templates, folder, new TreeSet<>(), new LinkedHashMap<>()));
    }

    private List<Settings> children(
            String key, String expected, Function<ConfigValue, List<? extends ConfigObject>> reader) {
        List<Settings> out = new ArrayList<>();
        if (value(key).isPresent()) {
            String at = path(key);
            List<? extends ConfigObject> blocks = required(key, expected, reader);
            boolean list = find(key).filter(Values::isList).isPresent();
            blocks.forEach(block -> out.add(child(block, null, list ? at + "[" + out.size() + "]" : at)));
        }
        return out;
    }

    private static String oneOf(Collection<String> allowed) {
        return allowed.isEmpty() ? "nothing: there is none to choose from" : "one of " + String.join(", ", allowed);
    }
}
