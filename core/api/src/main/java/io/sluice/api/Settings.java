package io.sluice.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * One block of the configuration, read strictly: a key of the wrong type or out of range is refused with its file and
 * line, and a key that nobody read is refused when the factory returns.
 *
 * <p>The methods that take a {@code fallback} answer it where the key is not there; those without one refuse a key that
 * is not there. A key that is null counts as not there. All throw {@link SettingsException}, and none stops at another's
 * refusal: to report all at once, catch them one by one.
 *
 * <p>A block is read by one thread at a time, as are those that {@link #orElse} and {@link #block} made of it, with which it
 * notes what was read. Different blocks of one configuration may be read at the same time, and so may what {@link #detach}
 * answered: most while the configuration is loaded, but those of balancers and of stickiness, made afresh for each call of
 * their factory, also later, on the thread that saw endpoints change. Keys are single names, never paths.
 */
public final class Settings {
    private static final String DURATION = "a length of time with its unit, such as 30s or 500ms";
    private static final String BYTES = "a number of bytes such as 64K or 10M";

    private final Block block;
    private final Template.Compiler templates;
    private final Path folder;
    private final Conversions conversions;

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
        this(new Block(config.root(), path), templates, folder, new Conversions());
    }

    private Settings(Block block, Template.Compiler templates, Path folder, Conversions conversions) {
        this.block = block;
        this.templates = templates;
        this.folder = folder;
        this.conversions = conversions;
    }

    /**
     * The same block, with {@code defaults} for keys that are not there, and so for the blocks inside. What is read of
     * either counts as read in both.
     */
    public Settings orElse(Settings defaults) {
        return of(block.orElse(defaults.block));
    }

    private Settings of(Block other) {
        return new Settings(other, templates, folder, conversions);
    }

    /** Whether the key is there and is not null. */
    public boolean has(String key) {
        return block.find(key).isPresent();
    }

    /** The value as the library has it; empty where it is not there. It counts as read. */
    public Optional<ConfigValue> value(String key) {
        return block.value(key);
    }

    /** A text that must be there. */
    public String string(String key) {
        return block.required(key, "a text", Values::string);
    }

    /** A text, or {@code fallback}. */
    public String string(String key, String fallback) {
        return value(key).isPresent() ? string(key) : fallback;
    }

    /** One of the words allowed. */
    public String choice(String key, Collection<String> allowed) {
        String word = block.required(key, () -> Block.oneOf(allowed), Values::string);
        if (!allowed.contains(word)) {
            throw refuse(key, Block.oneOf(allowed) + Spelling.hint(word, allowed));
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
                throw refuse(key, i, Block.oneOf(allowed) + Spelling.hint(words.get(i), allowed));
            }
        }
        return words;
    }

    /** {@code true} or {@code false}, also {@code on}, {@code off}, {@code yes}, {@code no}. */
    public boolean bool(String key) {
        return block.required(key, "on or off", Values::bool);
    }

    /** As {@link #bool(String)}, or {@code fallback}. */
    public boolean bool(String key, boolean fallback) {
        return value(key).isPresent() ? bool(key) : fallback;
    }

    /** A whole number from {@code min} to {@code max}. */
    public int integer(String key, int min, int max) {
        String expected = "a whole number from " + min + " to " + max;
        long number = block.required(key, expected, Values::wholeNumber);
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
        Duration value = block.required(key, DURATION, conversions::duration);
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
        long value = block.required(key, BYTES, conversions::bytes);
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
        String name = block.required(key, expected, Values::string);
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
        return value(key).isPresent() ? block.required(key, "a list of texts", Values::strings) : List.of();
    }

    /**
     * A block inside this one, or an empty one where the key is not there. Its unread keys are refused too. Where the default
     * is no block but a word, such as {@code off}, a block that is written has no defaults.
     */
    public Settings block(String key) {
        return of(block.block(key));
    }

    /** A list of blocks; a single block counts as a list of one. Empty where the key is not there. */
    public List<Settings> blocks(String key) {
        return all(block.blocks(key, "a list of blocks { … }", Values::blocks));
    }

    /** A list of blocks, in which a text stands for a block with that text under {@code wordKey} and nothing else. */
    public List<Settings> blocks(String key, String wordKey) {
        return all(block.blocks(key, "a list of texts or blocks { … }", value -> Values.blocks(value, wordKey)));
    }

    private List<Settings> all(List<Block> blocks) {
        return blocks.stream().map(this::of).toList();
    }

    /**
     * The same keys without {@code key}, their defaults left out, as settings of their own: to be handed on to the
     * extension that {@code key} names. Whoever builds that answers for keys that are not read; here they count as read.
     */
    public Settings detach(String key) {
        return of(block.detach(Set.of(key), Set.of()));
    }

    /**
     * The same for keys that the extension shares a block with: whoever mistypes one of them is told their names as well as
     * those of the extension.
     */
    public Settings detach(Collection<String> keys) {
        return of(block.detach(keys, keys));
    }

    /** The keys of this block, sorted, without those of its defaults. To read a name here is not to use its value. */
    public List<String> keys() {
        return block.keys();
    }

    /**
     * A refusal of this key's value, to be thrown by the caller.
     *
     * @param expected what would have been right, such as {@code an IPv4 address}
     */
    public SettingsException refuse(String key, String expected) {
        return block.refuse(key, expected);
    }

    /** A refusal of one element of this key's list, the first being 0. */
    public SettingsException refuse(String key, int index, String expected) {
        return block.refuse(key, index, expected);
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
        return block.unread(hints);
    }

    /** Where this block stands. */
    public ConfigOrigin origin() {
        return block.origin();
    }

    /** File and line of the key, or of this block where the key is not there: {@code conf/sluice.conf:12}. */
    public String place(String key) {
        return block.place(key);
    }

    /** The whole name of the key: {@code sluice.upstreams.chat.keepalive}; that of its default where that is used. */
    public String path(String key) {
        return block.path(key);
    }
}
