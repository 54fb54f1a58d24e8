package io.sluice.server.variable;

import io.sluice.api.Template;
import io.sluice.server.config.MapConfig;
import io.sluice.server.config.VariableCompiler;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles text with nginx's variables, {@code $name} or {@code ${name}}. Names are compared without regard to case, as
 * nginx does. {@code $$} stands for one dollar sign; nginx has no way to write one.
 *
 * <p>Thread-safe, and so are the templates.
 */
public final class Variables implements VariableCompiler {
    private final Catalogue catalogue;

    /** The variables, with times in the system's time zone. */
    public Variables() {
        this(ZoneId.systemDefault());
    }

    /**
     * The variables.
     *
     * @param zone for $time_local and $time_iso8601
     */
    public Variables(ZoneId zone) {
        this.catalogue = new Catalogue(zone);
    }

    @Override
    public void assignable(String name) {
        catalogue.assignable(name);
    }

    @Override
    public void mapped(String name) {
        catalogue.mapped(name);
    }

    @Override
    public void map(String name, MapConfig map) {
        catalogue.map(name, new MapTable(map));
    }

    @Override
    public Template compile(String text, Template.Escape escape) {
        List<Template> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '$') {
                literal.append(c);
                at++;
            } else if (text.startsWith("$", at + 1)) {
                literal.append('$');
                at += 2;
            } else {
                boolean braced = text.startsWith("{", at + 1);
                int start = at + (braced ? 2 : 1);
                int end = endOfName(text, start);
                checkName(text, at, end, start == end, braced);
                addLiteral(literal, parts);
                Variable variable = catalogue.find(text.substring(start, end));
                parts.add(new Compiled.Value(variable, escape));
                at = braced ? end + 1 : end;
            }
        }
        addLiteral(literal, parts);
        return Compiled.of(parts);
    }

    /** The names that do not end in a wildcard, sorted; for the manual's test. */
    List<String> names() {
        return catalogue.names();
    }

    private static void addLiteral(StringBuilder literal, List<Template> parts) {
        if (!literal.isEmpty()) {
            parts.add(Compiled.Literal.of(literal.toString()));
            literal.setLength(0);
        }
    }

    private static int endOfName(String text, int start) {
        int end = start;
        while (end < text.length() && inName(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean inName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static void checkName(String text, int dollar, int end, boolean empty, boolean braced) {
        if (braced && !text.startsWith("}", end)) {
            throw new IllegalArgumentException(
                    "\"" + text.substring(dollar) + "\" in \"" + text + "\" is not closed (expected: ${name})");
        }
        if (empty) {
            throw new IllegalArgumentException("a $ at index " + dollar + " of \"" + text
                    + "\" without a name (expected: $name, ${name}, or $$ for the sign itself)");
        }
    }
}
