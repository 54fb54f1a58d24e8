package io.sluice.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.Template;
import java.util.List;

/** Settings as a factory receives them, from HOCON text. Messages name the place as {@code test.conf: <line>}. */
public final class TestSettings {
    private TestSettings() {}

    /** The block, with templates that know the variables of {@link TestTemplates}. */
    public static Settings of(String hocon) {
        return of(hocon, TestTemplates.compiler());
    }

    /** The block, with templates made by this compiler. */
    public static Settings of(String hocon, Template.Compiler templates) {
        Config block = ConfigFactory.parseString(
                        hocon, ConfigParseOptions.defaults().setOriginDescription("test.conf"))
                .resolve();
        return new Settings(block, "", templates);
    }

    /** No settings at all. */
    public static Settings empty() {
        return of("");
    }

    /**
     * The complaints about keys that the factory did not read; empty when it read them all. The server refuses to start
     * with any of these, so a test of a factory should ask.
     */
    public static List<String> complaints(Settings settings) {
        return settings.unread().stream().map(SettingsException::getMessage).toList();
    }
}
