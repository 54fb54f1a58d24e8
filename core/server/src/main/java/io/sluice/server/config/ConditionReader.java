package io.sluice.server.config;

import io.sluice.server.config.ConditionConfig.Test;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads conditions: {@code "$host = example.com"}, {@code "$http_upgrade !~* '^websocket$'"}, {@code "$slow"}. */
final class ConditionReader {
    private static final Pattern FORM =
            Pattern.compile("\\s*(\\S+)(?:\\s+(=|!=|!?~\\*?)\\s+(.*?))?\\s*", Pattern.DOTALL);
    private static final String EXPECTED =
            "a variable such as $slow, a comparison: $host = example.com, !=, ~, ~*, !~ or !~* with spaces around it, or a"
                    + " question about a file: -f /srv/www$uri, -d, -e, -x, !-f, !-d, !-e or !-x";
    private static final Pattern OF_A_FILE = Pattern.compile("\\s*(!?)(-[fdex])\\s+(.*?)\\s*", Pattern.DOTALL);
    private static final Map<String, Test> TESTS = new LinkedHashMap<>();

    static {
        TESTS.put("=", Test.EQUAL);
        TESTS.put("~", Test.REGEX);
        TESTS.put("~*", Test.REGEX_IGNORE_CASE);
        TESTS.put("-f", Test.FILE);
        TESTS.put("-d", Test.FOLDER);
        TESTS.put("-e", Test.EXISTS);
        TESTS.put("-x", Test.EXECUTABLE);
    }

    private ConditionReader() {}

    /** The condition under a key; empty where there is none or it is refused. */
    static Optional<ConditionConfig> read(Block block, String key) {
        Optional<String> text = block.text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher file = OF_A_FILE.matcher(text.get());
        if (file.matches()) {
            return ofAFile(block, key, file);
        }
        Matcher form = FORM.matcher(text.get());
        if (!form.matches() || !form.group(1).startsWith("$")) {
            block.refuse(key, EXPECTED);
            return Optional.empty();
        }
        String sign = form.group(2);
        if (sign == null) {
            return Optional.of(new ConditionConfig(Test.TRUTH, false, block.template(key, form.group(1)), null, null));
        }
        boolean negated = sign.startsWith("!");
        Test test = TESTS.get(negated ? sign.substring(1) : sign);
        String operand = unquoted(form.group(3));
        if (test == Test.EQUAL) {
            return Optional.of(new ConditionConfig(
                    test, negated, block.template(key, form.group(1)), block.template(key, operand), null));
        }
        Optional<String> problem = Regexes.problem(operand);
        problem.ifPresent(expected -> block.refuse(key, expected));
        return problem.isPresent()
                ? Optional.empty()
                : Optional.of(new ConditionConfig(test, negated, block.template(key, form.group(1)), null, operand));
    }

    private static Optional<ConditionConfig> ofAFile(Block block, String key, Matcher form) {
        String name = unquoted(form.group(3));
        if (!name.startsWith("/") && !name.startsWith("$")) {
            block.refuse(key, "the whole name of a file, which begins with / or with a variable that does");
            return Optional.empty();
        }
        return Optional.of(new ConditionConfig(
                TESTS.get(form.group(2)), !form.group(1).isEmpty(), block.template(key, name), null, null));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.startsWith("\"") || text.startsWith("'"))
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
