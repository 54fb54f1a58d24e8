package io.sluice.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Objects;
import java.util.Optional;

/**
 * A configuration as it was written, with all that it includes and with overrides, without defaults: to tell what has changed
 * since another one was read, wherever it stands in its files. Paths are keys below {@code sluice}. Immutable and thread-safe.
 */
public final class Written {
    private static final ConfigRenderOptions PLAIN = ConfigRenderOptions.concise();

    private final ConfigObject root;

    Written(Config own) {
        this.root = own.root();
    }

    /** Whether this says the same as the other one under this path, be it nothing. */
    public boolean same(Written other, String... path) {
        return Objects.equals(value(path), other.value(path));
    }

    /** Whether something is written under this path. */
    public boolean has(String... path) {
        return value(path) != null;
    }

    /** Whether a text under this path has variables. */
    public boolean hasVariables(String... path) {
        return Optional.ofNullable(value(path))
                .filter(value -> value.render(PLAIN).indexOf('$') >= 0)
                .isPresent();
    }

    private ConfigValue value(String... path) {
        ConfigValue at = root.get("sluice");
        for (String key : path) {
            at = at instanceof ConfigObject block ? block.get(key) : null;
        }
        return at;
    }
}
