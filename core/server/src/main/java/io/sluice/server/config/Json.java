package io.sluice.server.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;

/** JSON by HOCON's library, which reads and writes the strict form as well. Stateless and thread-safe. */
public final class Json {
    private Json() {}

    /**
     * An object as text on one line, its keys in their own order, with a line end.
     *
     * @param values by texts: texts, numbers, truth values, and lists and maps of such
     */
    public static String write(Map<?, ?> values) {
        return ConfigValueFactory.fromAnyRef(values).render(ConfigRenderOptions.concise()) + "\n";
    }

    /**
     * Reads an object.
     *
     * @return texts, numbers, truth values, and lists and maps of such
     * @throws IllegalArgumentException where the text is none
     */
    public static Map<String, Object> read(String text) {
        try {
            return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
                    .root()
                    .unwrapped();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
