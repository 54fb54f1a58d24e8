package io.sluice.nginx.value;

import java.util.ArrayList;
import java.util.List;

/**
 * The condition of an {@code if}.
 *
 * @param test what is asked
 * @param negated whether the answer is turned round
 * @param subject the variable with its {@code $}; of a test of files, the path
 * @param operand what it is compared with; empty where nothing is
 */
public record IfCondition(Test test, boolean negated, String subject, String operand) {
    /** What a condition can ask. */
    public enum Test {
        /** {@code ($a)}: is it neither empty nor 0? */
        TRUTH,
        /** {@code =}, {@code !=}. */
        EQUAL,
        /** {@code ~}, {@code !~}. */
        REGEX,
        /** {@code ~*}, {@code !~*}. */
        REGEX_IGNORE_CASE,
        /** {@code -f}. */
        FILE,
        /** {@code -d}. */
        FOLDER,
        /** {@code -e}. */
        EXISTS,
        /** {@code -x}. */
        EXECUTABLE
    }

    /** Whether it asks for a file. */
    public boolean isOfAFile() {
        return switch (test) {
            case FILE, FOLDER, EXISTS, EXECUTABLE -> true;
            default -> false;
        };
    }

    /**
     * Reads the arguments of an {@code if}, with the parentheses around them.
     *
     * @throws ValueException with {@code invalid condition "x"} or {@code unexpected "x" in condition}
     */
    public static IfCondition of(List<String> arguments) throws ValueException {
        List<String> words = unwrap(arguments);
        if (words.isEmpty()) {
            throw invalid(arguments.get(0));
        }
        String first = words.get(0);
        if (first.length() > 1 && first.startsWith("$")) {
            return comparison(words);
        }
        boolean negated = first.startsWith("!");
        String flag = negated ? first.substring(1) : first;
        if (flag.length() == 2 && flag.startsWith("-") && words.size() == 2) {
            return new IfCondition(fileTest(flag, first), negated, words.get(1), "");
        }
        throw invalid(first);
    }

    private static List<String> unwrap(List<String> arguments) throws ValueException {
        List<String> words = new ArrayList<>(arguments);
        if (!words.get(0).startsWith("(")) {
            throw invalid(words.get(0));
        }
        words.set(0, words.get(0).substring(1));
        int last = words.size() - 1;
        if (!words.get(last).endsWith(")")) {
            throw invalid(words.get(last));
        }
        String end = words.get(last);
        if (end.length() > 1) {
            words.set(last, end.substring(0, end.length() - 1));
        } else if (last > 0) {
            words.remove(last);
        }
        if (arguments.get(0).length() == 1 && !words.isEmpty()) {
            words.remove(0);
        }
        return words;
    }

    private static IfCondition comparison(List<String> words) throws ValueException {
        String variable = words.get(0);
        if (words.size() == 1) {
            return new IfCondition(Test.TRUTH, false, variable, "");
        }
        if (words.size() != 3) {
            throw invalid(variable);
        }
        String operand = words.get(2);
        return switch (words.get(1)) {
            case "=" -> new IfCondition(Test.EQUAL, false, variable, operand);
            case "!=" -> new IfCondition(Test.EQUAL, true, variable, operand);
            case "~" -> new IfCondition(Test.REGEX, false, variable, operand);
            case "!~" -> new IfCondition(Test.REGEX, true, variable, operand);
            case "~*" -> new IfCondition(Test.REGEX_IGNORE_CASE, false, variable, operand);
            case "!~*" -> new IfCondition(Test.REGEX_IGNORE_CASE, true, variable, operand);
            default -> throw new ValueException("unexpected \"" + words.get(1) + "\" in condition");
        };
    }

    private static Test fileTest(String flag, String word) throws ValueException {
        return switch (flag) {
            case "-f" -> Test.FILE;
            case "-d" -> Test.FOLDER;
            case "-e" -> Test.EXISTS;
            case "-x" -> Test.EXECUTABLE;
            default -> throw invalid(word);
        };
    }

    private static ValueException invalid(String word) {
        return new ValueException("invalid condition \"" + word + "\"");
    }
}
