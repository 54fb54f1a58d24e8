package io.sluice.server.config;

import io.sluice.api.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of URLs in Location and Refresh of a back end's answer (nginx: proxy_redirect).
 *
 * @param from the beginning that is replaced; null where {@code expression} says it
 * @param expression the part that is replaced; empty where {@code from} says it
 * @param ignoreCase of the expression
 * @param to what stands in its place
 */
public record LocationConfig(Template from, Optional<String> expression, boolean ignoreCase, Template to) {
    static List<LocationConfig> read(Block route) {
        List<LocationConfig> found = new ArrayList<>();
        for (Block block : route.blocks("locations")) {
            Optional<String> from = block.text("from", "the beginning of a URL, or a regular expression after ~");
            block.text("to", "what stands in its place, such as /chat/");
            if (from.isEmpty() || !block.has("to")) {
                continue;
            }
            boolean ignoreCase = from.get().startsWith("~*");
            if (from.get().startsWith("~")) {
                String expression = from.get().substring(ignoreCase ? 2 : 1).strip();
                Regexes.problem(expression).ifPresent(expected -> block.refuse("from", expected));
                found.add(new LocationConfig(null, Optional.of(expression), ignoreCase, block.template("to")));
            } else {
                found.add(new LocationConfig(block.template("from"), Optional.empty(), false, block.template("to")));
            }
        }
        return List.copyOf(found);
    }
}
