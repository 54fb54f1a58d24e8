package io.sluice.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads single values with the library's conversions (numbers from text, lists from numbered keys), but without its
 * leniency. What cannot be read is an IllegalArgumentException or the library's ConfigException.
 */
final class Values {
    private static final Pattern NO_UNIT = Pattern.compile("\\s*[+-]?[0-9.]+\\s*");
    private static final int SHOWN = 80;
    private static final String KEY = "value";

    private Values() {}

    static String string(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                ? (String) value.unwrapped()
                : wrap(value).getString(KEY);
    }

    static boolean bool(ConfigValue value) {
        return switch (string(value).toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw new IllegalArgumentException("neither on nor off");
        };
    }

    static long wholeNumber(ConfigValue value) {
        double exact = wrap(value).getDouble(KEY);
        long number = wrap(value).getLong(KEY);
        if (exact != number) {
            throw new IllegalArgumentException("a fraction"); // the library would cut it off
        }
        return number;
    }

    static Duration duration(ConfigValue value) {
        String text = string(value);
        if (NO_UNIT.matcher(text).matches() && Double.parseDouble(text) != 0) {
            throw new IllegalArgumentException("no unit");
        }
        return wrap(value).getDuration(KEY);
    }

    static long bytes(ConfigValue value) {
        return value.valueType() == ConfigValueType.NUMBER
                ? wholeNumber(value)
                : wrap(value).getBytes(KEY);
    }

    static List<String> strings(ConfigValue value) {
        return list(value).stream().map(Values::string).toList();
    }

    static ConfigObject block(ConfigValue value) {
        if (value instanceof ConfigObject block) {
            return block;
        }
        return wrap(value).getObject(KEY);
    }

    static List<? extends ConfigObject> blocks(ConfigValue value) {
        return list(value).stream().map(Values::block).toList();
    }

    static List<? extends ConfigObject> blocks(ConfigValue value, String wordKey) {
        return list(value).stream()
                .map(one -> one instanceof ConfigObject || one instanceof ConfigList
                        ? block(one)
                        : one.atKey(wordKey).root().withOrigin(one.origin()))
                .toList();
    }

    /** The elements of a list; a single value is its own list. */
    static List<? extends ConfigValue> list(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list;
        }
        return isList(value) ? wrap(value).getList(KEY) : List.of(value);
    }

    /** Whether it is a list, or a block with numbered keys, as overrides write one. */
    static boolean isList(ConfigValue value) {
        return value instanceof ConfigList || (value instanceof ConfigObject block && numbered(block));
    }

    /** The value as it could be written, cut where it is long. */
    static String render(ConfigValue value) {
        String text = value.render(ConfigRenderOptions.concise());
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    static String text(Duration value) {
        if (value.toMillis() % 1000 != 0) {
            return value.toMillis() + "ms";
        }
        return value.compareTo(Duration.ofDays(2)) < 0 ? value.toSeconds() + "s" : value.toDays() + "d";
    }

    /**
     * Where a value stands. A block that was put together from several files has no place of its own: its first line
     * that has one stands for it.
     */
    static ConfigOrigin origin(ConfigValue value) {
        ConfigOrigin at = value.origin();
        if (at.lineNumber() > 0 || !(value instanceof ConfigObject block)) {
            return at;
        }
        return block.values().stream()
                .map(Values::origin)
                .filter(inner -> inner.lineNumber() > 0)
                .min(Comparator.comparingInt(ConfigOrigin::lineNumber))
                .orElse(at);
    }

    /** {@code file:line}, or the source's own description where it is no file, such as {@code system properties}. */
    static String place(ConfigOrigin at) {
        String file = at.filename() != null ? at.filename() : at.resource();
        if (file == null) {
            return at.description();
        }
        return at.lineNumber() > 0 ? file + ":" + at.lineNumber() : file;
    }

    private static boolean numbered(ConfigObject block) {
        return !block.isEmpty()
                && block.keySet().stream().allMatch(key -> key.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static Config wrap(ConfigValue value) {
        return value.atKey(KEY);
    }
}
