package io.sluice.server.config;

import io.sluice.api.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A variable whose value depends on a text (nginx: map).
 *
 * @param of the text that is looked up
 * @param hostnames whether the text is a host name: its last dot is dropped, and keys may be {@code *.example.com}, {@code
 *     .example.com} and {@code www.example.*}
 * @param values by key; texts are compared without regard to case
 * @param expressions regular expressions and their values, in the order of the file
 * @param fallback where nothing fits; empty: an empty text
 * @param volatileValue whether the value is found anew at each use; else the first one is kept for the exchange
 */
public record MapConfig(
        Template of,
        boolean hostnames,
        Map<String, Template> values,
        List<Regex> expressions,
        Optional<Template> fallback,
        boolean volatileValue) {
    /**
     * A regular expression and its value.
     *
     * @param expression RE2's
     */
    public record Regex(String expression, boolean ignoreCase, Template value) {}
}
