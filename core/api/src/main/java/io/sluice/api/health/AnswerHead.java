package io.sluice.api.health;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The head of an answer.
 *
 * @param status from 101 to 999
 * @param fields in the order of the answer
 */
public record AnswerHead(int status, List<Field> fields) {
    /**
     * A header field.
     *
     * @param name as it was sent
     * @param value without blanks around it
     */
    public record Field(String name, String value) {}

    /** The values of all fields of this name, compared without regard to case. */
    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** The value of the only field of this name; empty where there is none or more than one. */
    public Optional<String> only(String name) {
        List<String> values = values(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** Whether a field of this name lists the word, compared without regard to case (RFC 9110 section 5.6.1). */
    public boolean lists(String name, String word) {
        return values(name).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .anyMatch(element -> element.strip().equalsIgnoreCase(word));
    }
}
