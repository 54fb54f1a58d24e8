package io.sluice.server.config;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects what is wrong with a configuration, so that all of it is reported at once. Used by the loader, and by whoever
 * builds plugins from the settings that the configuration hands on:
 *
 * <pre>{@code
 * Problems problems = new Problems();
 * Optional<HeaderPolicy> policy = problems.build(config.settings(), () -> factory.create(config.settings()));
 * …
 * problems.check();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class Problems {
    private static final Pattern PLACE = Pattern.compile("(.*?):(\\d+): .*", Pattern.DOTALL);
    private static final Comparator<String> BY_PLACE =
            Comparator.comparing(Problems::file).thenComparingInt(Problems::line);

    private final Set<String> found = new LinkedHashSet<>();

    /** Starts without problems. */
    public Problems() {}

    /** Notes a problem: {@code file:line: key: found … (expected: …)}. The same one twice counts once. */
    public void add(String problem) {
        found.add(problem);
    }

    /**
     * Builds something from settings and notes what the factory refuses or, where it is content, the keys that it did
     * not read. A factory that throws anything else than {@link SettingsException} is the caller's concern.
     *
     * @return what was built; empty when it was refused
     */
    public <T> Optional<T> build(Settings settings, Supplier<T> factory) {
        try {
            T built = factory.get();
            unread(settings);
            return Optional.of(built);
        } catch (SettingsException e) {
            add(e.getMessage());
            return Optional.empty();
        }
    }

    /** Ends quietly when there are no problems. */
    public void check() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(found.stream().sorted(BY_PLACE).toList());
        }
    }

    /** What {@code reader} answers, or {@code instead} where it refuses: a stand-in that {@link #check} never lets out. */
    <T> T read(Supplier<T> reader, T instead) {
        try {
            return reader.get();
        } catch (SettingsException e) {
            add(e.getMessage());
            return instead;
        }
    }

    int count() {
        return found.size();
    }

    void unread(Settings settings) {
        settings.unread().forEach(refusal -> add(refusal.getMessage()));
    }

    /** As {@link #unread(Settings)}, of the configuration itself, in which words of nginx are found. */
    void unreadAsFromNginx(Settings settings) {
        settings.unread((key, near) -> {
                    String hint = NginxWords.hint(key);
                    return hint.isEmpty() ? near : hint;
                })
                .forEach(refusal -> add(refusal.getMessage()));
    }

    private static String file(String problem) {
        Matcher place = PLACE.matcher(problem);
        return place.matches() ? place.group(1) : "";
    }

    private static int line(String problem) {
        Matcher place = PLACE.matcher(problem);
        return place.matches() && place.group(2).length() < 10 ? Integer.parseInt(place.group(2)) : 0;
    }
}
