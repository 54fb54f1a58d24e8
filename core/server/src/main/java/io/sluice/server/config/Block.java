package io.sluice.server.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValueType;
import io.sluice.api.Settings;
import io.sluice.api.Template;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@link Settings} for the loader: what is refused is noted, a stand-in is answered and reading goes on, so that one
 * start shows all problems.
 */
final class Block {
    private final Settings settings;
    private final Block defaults;
    private final Reading reading;
    private final Problems problems;

    /** The block of these settings, without defaults. */
    Block(Settings settings, Reading reading) {
        this(settings, null, reading);
    }

    private Block(Settings settings, Block defaults, Reading reading) {
        this.settings = settings;
        this.defaults = defaults;
        this.reading = reading;
        this.problems = reading.problems();
    }

    /** The same block with defaults. */
    Block orElse(Block defaults) {
        return new Block(settings.orElse(defaults.settings), defaults, reading);
    }

    boolean has(String key) {
        return settings.value(key).isPresent();
    }

    /** Whether the key is written in this block itself. */
    boolean says(String key) {
        return settings.keys().contains(key) && settings.has(key);
    }

    /** Whether the key is written in this block itself, be it as null. */
    boolean mentions(String key) {
        return settings.keys().contains(key);
    }

    /** The value where it is a word, a number or another text; empty where it is a block, a list or not there. */
    Optional<String> word(String key) {
        return settings.value(key)
                .filter(value ->
                        value.valueType() != ConfigValueType.OBJECT && value.valueType() != ConfigValueType.LIST)
                .map(value -> String.valueOf(value.unwrapped()));
    }

    /** The text; empty where there is none, or it is refused. */
    Optional<String> text(String key) {
        return has(key) ? problems.read(() -> Optional.of(settings.string(key)), Optional.empty()) : Optional.empty();
    }

    /** The text; where there is none, that is refused, and where it is refused it is empty. */
    Optional<String> text(String key, String expected) {
        if (!has(key)) {
            refuse(key, expected);
        }
        return text(key);
    }

    List<String> strings(String key) {
        return problems.read(() -> settings.strings(key), List.of());
    }

    /** The word; the first one allowed where it is refused. */
    String choice(String key, Collection<String> allowed) {
        return problems.read(
                () -> settings.choice(key, allowed),
                allowed.stream().findFirst().orElse(""));
    }

    List<String> choices(String key, Collection<String> allowed) {
        return problems.read(() -> settings.choices(key, allowed), List.of());
    }

    boolean bool(String key) {
        return problems.read(() -> settings.bool(key), false);
    }

    int integer(String key, int min, int max) {
        return problems.read(() -> settings.integer(key, min, max), min);
    }

    long bytes(String key, long min, long max) {
        return problems.read(() -> settings.bytes(key, min, max), min);
    }

    Duration duration(String key, Duration min, Duration max) {
        return problems.read(() -> settings.duration(key, min, max), min);
    }

    /** Null where it is refused. */
    Template template(String key) {
        return problems.read(() -> settings.template(key), null);
    }

    /** A text that stands under this key, compiled; null where it is refused. */
    Template template(String key, String text) {
        return problems.read(() -> settings.compile(key, text, Template.Escape.NONE), null);
    }

    /** The texts of the block under this key by their names, in the order of the file; those that are refused are null. */
    Map<String, Template> templates(String key) {
        Map<String, Template> inOrder = new LinkedHashMap<>();
        if (has(key)) {
            Block inner = block(key);
            inner.settings.keys().stream()
                    .filter(inner::has)
                    .sorted(Comparator.comparing(
                            name -> inner.settings.value(name).orElseThrow().origin(), reading.order()))
                    .forEach(name -> inOrder.put(name, inner.template(name)));
        }
        return inOrder;
    }

    /** The texts of this block by their names; those that are refused are left out. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        settings.keys().forEach(key -> text(key).ifPresent(text -> texts.put(key, text)));
        return texts;
    }

    /** Notes that this key's value is refused. */
    void refuse(String key, String expected) {
        problems.add(settings.refuse(key, expected).getMessage());
    }

    /** Notes that one element of this key's list is refused. */
    void refuse(String key, int index, String expected) {
        problems.add(settings.refuse(key, index, expected).getMessage());
    }

    String place(String key) {
        return settings.place(key);
    }

    /** The block inside this one; where it is refused, its defaults, unless these have a word there. */
    Block block(String key) {
        boolean inPlaceOfWord =
                defaults != null && word(key).isEmpty() && defaults.word(key).isPresent();
        Block inner = defaults == null || inPlaceOfWord ? null : defaults.block(key);
        Settings found = problems.read(() -> settings.block(key), null);
        if (found != null) {
            return new Block(found, inner, reading);
        }
        return inner != null ? inner : of(new Settings(ConfigFactory.empty(), key, reading.templates()));
    }

    /** A list of blocks, in which a word stands for a block that says only {@code wordKey}. */
    List<Block> blocks(String key, String wordKey) {
        List<Settings> found = problems.read(() -> settings.blocks(key, wordKey), List.of());
        return found.stream().map(this::of).toList();
    }

    List<Block> blocks(String key) {
        List<Settings> found = problems.read(() -> settings.blocks(key), List.of());
        return found.stream().map(this::of).toList();
    }

    /** Whether there is no value, or a list without elements. */
    boolean none(String key) {
        return settings.value(key)
                .map(value -> value instanceof ConfigList list && list.isEmpty())
                .orElse(true);
    }

    /** Whether the block has no keys of its own. */
    boolean none() {
        return settings.keys().isEmpty();
    }

    /** The blocks inside this one by their names, in the order of the file. */
    Map<String, Block> named(Block defaults) {
        Map<String, Settings> blocks = new LinkedHashMap<>();
        for (String name : settings.keys()) {
            if (has(name)) {
                problems.read(() -> blocks.put(name, settings.block(name)), null);
            }
        }
        Map<String, Block> inOrder = new LinkedHashMap<>();
        blocks.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.comparing(Settings::origin, reading.order())))
                .forEach(entry ->
                        inOrder.put(entry.getKey(), of(entry.getValue()).orElse(defaults)));
        return inOrder;
    }

    /** The call for an extension: a word alone is its name, a block has it under {@code nameKey}. */
    Extension extension(String key, String nameKey) {
        return single(key, nameKey).extension(nameKey);
    }

    /**
     * The call for an extension whose settings share this block with {@code own} keys, {@code nameKey} among them, that have
     * been read.
     */
    Extension extension(String nameKey, Collection<String> own) {
        String name = text(nameKey, "the name of an extension").orElse("");
        skip();
        return new Extension(name, () -> settings.detach(own), settings.place(nameKey));
    }

    /** The call for the extension {@code name} that a word alone stands for: the word is its setting {@code wordKey}. */
    ExtensionConfig preset(String key, String name, String wordKey) {
        return new ExtensionConfig(name, single(key, wordKey).settings.detach(""), place(key));
    }

    /** The calls of a list; also a single call. */
    List<ExtensionConfig> extensions(String key, String nameKey) {
        return blocks(key, nameKey).stream()
                .map(block -> block.extension(nameKey).config())
                .toList();
    }

    /**
     * A call for an extension.
     *
     * @param name what the extension is called
     * @param settings makes its settings, afresh each time
     * @param place file and line
     */
    record Extension(String name, Supplier<Settings> settings, String place) {
        ExtensionConfig config() {
            return new ExtensionConfig(name, settings.get(), place);
        }
    }

    /** How many problems there are so far, of all blocks: to see whether what was read in between was sound. */
    int problems() {
        return problems.count();
    }

    /** Its keys need no reader: nothing takes its defaults from here. */
    void skip() {
        settings.detach("");
    }

    private Extension extension(String nameKey) {
        String name = text(nameKey, "the name of an extension").orElse("");
        skip();
        return new Extension(name, () -> settings.detach(nameKey), settings.place(nameKey));
    }

    /** The block inside this one with its defaults, or the one that a word stands for, which then has the others of the defaults. */
    Block blockOrWord(String key, String wordKey) {
        return word(key).isPresent() && defaults != null
                ? single(key, wordKey).orElse(defaults.block(key))
                : block(key);
    }

    /** The block, or the one that a word stands for; this one in its place where it is refused. */
    Block single(String key, String wordKey) {
        if (settings.value(key).filter(ConfigList.class::isInstance).isPresent()) {
            refuse(key, "a word or a block { … }");
        }
        return blocks(key, wordKey).stream().findFirst().orElse(this);
    }

    private Block of(Settings other) {
        return new Block(other, null, reading);
    }
}
