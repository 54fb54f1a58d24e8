package io.sluice.nginx.importer;

import io.sluice.nginx.syntax.Directive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What is known of directives that are not brought over, from remarks.txt: why they have no effect, or what to do instead. */
final class Remarks {
    private static final Map<String, String> WITHOUT_EFFECT = new HashMap<>();
    private static final Map<String, String> ELSEWHERE = new HashMap<>();
    private static final Map<String, String> INSTEAD = new HashMap<>();

    static {
        try (InputStream in = Remarks.class.getResourceAsStream("remarks.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Remarks() {}

    private static void add(String line) {
        String[] halves = line.split(" : ", 2);
        String[] words = halves[0].trim().split(" +", -1);
        Map<String, String> remarks =
                switch (words[0]) {
                    case "none" -> WITHOUT_EFFECT;
                    case "only" -> ELSEWHERE;
                    default -> INSTEAD;
                };
        for (int i = 1; i < words.length; i++) {
            remarks.put(words[i], halves[1]);
        }
    }

    /** Whether Sluice serves as nginx does without it, whatever its value or for this one. */
    static boolean hasNoEffect(Directive directive) {
        String name = directive.name();
        return WITHOUT_EFFECT.containsKey(name)
                || (directive.arguments().size() == 1 && WITHOUT_EFFECT.containsKey(name + "=" + directive.text(0)));
    }

    /** Whether it counts in some places only, and is brought over there: where nothing asked for it, nginx does not either. */
    static boolean countsElsewhere(Directive directive) {
        return ELSEWHERE.containsKey(directive.name());
    }

    /** What to do instead of it. */
    static String instead(Directive directive) {
        return INSTEAD.getOrDefault(directive.name(), "Sluice has nothing for it yet");
    }
}
