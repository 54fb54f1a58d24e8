package io.sluice.api;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A block of the configuration in its place: the keys that stand in it, the defaults behind them, the blocks inside, and
 * what of all that was read. {@link Settings} says what the values may be.
 */
final class Block {
    private final ConfigObject own;
    private final Block defaults;
    private final String path;
    private final ReadKeys read;
    private final Map<String, Block> children;

    /** One without defaults, of which nothing was read. */
    Block(ConfigObject own, String path) {
        this(own, null, path, new ReadKeys(), new LinkedHashMap<>());
    }

    private Block(ConfigObject own, Block defaults, String path, ReadKeys read, Map<String, Block> children) {
        this.own = own;
        this.defaults = defaults;
        this.path = path;
        this.read = read;
        this.children = children;
    }

    /** The same one before these defaults; what is read of either counts in both. */
    Block orElse(Block behind) {
        return new Block(own, behind, path, read, children);
    }

    /** The keys themselves, without those of the defaults. */
    List<String> keys() {
        return own.keySet().stream().sorted().toList();
    }

    /** The value, perhaps of a default; it does not count as read by that. */
    Optional<ConfigValue> find(String key) {
        ConfigValue value = own.get(key);
        if (value == null) {
            return defaults == null ? Optional.empty() : defaults.find(key);
        }
        return value.valueType() == ConfigValueType.NULL ? Optional.empty() : Optional.of(value);
    }

    /** The value, which counts as read. */
    Optional<ConfigValue> value(String key) {
        for (Block at = this; at != null; at = at.defaults) {
            at.read.add(key);
        }
        return find(key);
    }

    /** A value that must be there and be what the reader reads. */
    <T> T required(String key, String expected, Function<ConfigValue, T> reader) {
        return required(key, () -> expected, reader);
    }

    /** The same; what is expected is put into words only when something is refused. */
    <T> T required(String key, Supplier<String> expected, Function<ConfigValue, T> reader) {
        ConfigValue value = value(key).orElseThrow(() -> refuse(key, expected.get()));
        try {
            return reader.apply(value);
        } catch (ConfigException | IllegalArgumentException e) {
            throw refuse(key, expected.get());
        }
    }

    /** A block inside, see {@link Settings#block}. */
    Block block(String key) {
        ConfigValue value = own.get(key);
        boolean inPlaceOfWord = isBlock(value)
                && defaults != null
                && !defaults.find(key).filter(Block::isBlock).isPresent();
        Block inner = defaults == null || inPlaceOfWord ? null : defaults.block(key);
        read.add(key);
        if (value == null || value.valueType() == ConfigValueType.NULL) { // nothing in it can be left unread
            return new Block(ConfigFactory.empty().root().withOrigin(own.origin()), ownPath(key)).orElse(inner);
        }
        return child(required(key, "a block { … }", Values::block), inner, ownPath(key));
    }

    /** The blocks of a list, which have no defaults; none where the key is not there. */
    List<Block> blocks(String key, String expected, Function<ConfigValue, List<? extends ConfigObject>> reader) {
        List<Block> out = new ArrayList<>();
        if (value(key).isPresent()) {
            String at = path(key);
            List<? extends ConfigObject> blocks = required(key, expected, reader);
            boolean list = find(key).filter(Values::isList).isPresent();
            blocks.forEach(block -> out.add(child(block, null, list ? at + "[" + out.size() + "]" : at)));
        }
        return out;
    }

    /** The same child at each call, so that what was read of it is not forgotten. */
    private Block child(ConfigObject block, Block inner, String at) {
        return children.computeIfAbsent(at, same -> new Block(block, inner, at, new ReadKeys(), new LinkedHashMap<>()));
    }

    /** One of its own without these keys and without defaults; {@code known} count as read there, and all keys here. */
    Block detach(Collection<String> keys, Collection<String> known) {
        read.addAll(own.keySet());
        ConfigObject rest = own;
        for (String key : keys) {
            rest = rest.withoutKey(key);
        }
        return new Block(
                rest.withOrigin(own.origin()), null, path, new ReadKeys().addAll(known), new LinkedHashMap<>());
    }

    SettingsException refuse(String key, String expected) {
        return SettingsException.of(place(key), path(key), find(key), expected);
    }

    /** Of one element of a list. */
    SettingsException refuse(String key, int index, String expected) {
        List<? extends ConfigValue> elements = find(key).map(Values::list).orElse(List.of());
        if (index >= elements.size()) {
            return refuse(key, expected);
        }
        ConfigValue element = elements.get(index);
        boolean list = find(key).filter(Values::isList).isPresent();
        String at = list ? path(key) + "[" + index + "]" : path(key);
        return SettingsException.of(Values.place(element.origin()), at, Optional.of(element), expected);
    }

    /** Of all keys, here and in the blocks inside, that were never read; see {@link Settings#unread(BinaryOperator)}. */
    List<SettingsException> unread(BinaryOperator<String> hints) {
        List<SettingsException> out = new ArrayList<>();
        for (String key : keys()) {
            if (!read.contains(key)) {
                Set<String> known = read.sorted();
                String hint = hints.apply(ownPath(key), Spelling.hint(key, known));
                String expected = (known.isEmpty() ? "no keys here" : oneOf(known)) + hint;
                out.add(new SettingsException(Values.place(own.get(key).origin()) + ": " + ownPath(key)
                        + ": unknown key (expected: " + expected + ")"));
            }
        }
        children.values().forEach(child -> out.addAll(child.unread(hints)));
        return out;
    }

    ConfigOrigin origin() {
        return Values.origin(own);
    }

    /** File and line of the key, or of the block. */
    String place(String key) {
        return Values.place(find(key).map(Values::origin).orElseGet(this::origin));
    }

    /** The whole name of the key, or of its default where that is used. */
    String path(String key) {
        boolean inherited =
                !own.containsKey(key) && defaults != null && defaults.find(key).isPresent();
        return inherited ? defaults.path(key) : ownPath(key);
    }

    private String ownPath(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** What is expected where there is a choice. */
    static String oneOf(Collection<String> allowed) {
        return allowed.isEmpty() ? "nothing: there is none to choose from" : "one of " + String.join(", ", allowed);
    }

    private static boolean isBlock(ConfigValue value) {
        return value != null && value.valueType() == ConfigValueType.OBJECT;
    }
}
