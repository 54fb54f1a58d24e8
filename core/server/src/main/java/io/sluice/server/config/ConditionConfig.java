package io.sluice.server.config;

import io.sluice.api.Template;

/**
 * What an {@code if} asks of an exchange, as nginx's does.
 *
 * @param test the kind of question
 * @param negated whether the answer is turned round
 * @param subject the text that is looked at; of a file, its absolute name
 * @param operand what it is compared with; null where nothing is
 * @param expression the regular expression; null where the test is none
 */
public record ConditionConfig(Test test, boolean negated, Template subject, Template operand, String expression) {
    /** The kinds of questions. */
    public enum Test {
        /** {@code $a}: is it neither empty nor 0? */
        TRUTH,
        /** {@code $a = b}. */
        EQUAL,
        /** {@code $a ~ b}. */
        REGEX,
        /** {@code $a ~* b}. */
        REGEX_IGNORE_CASE,
        /** {@code -f}: is it a regular file? */
        FILE,
        /** {@code -d}: is it a folder? */
        FOLDER,
        /** {@code -e}: is it either? */
        EXISTS,
        /** {@code -x}: may its owner execute it? */
        EXECUTABLE
    }
}
