package io.sluice.testkit;

import io.sluice.api.headers.FieldRules;
import io.sluice.api.headers.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Header fields for the test of a policy. They keep order, duplicates and spelling, and refuse what {@link Headers} says
 * is refused, so that a policy which passes here is not surprised by the server. Not thread-safe.
 */
public final class FakeHeaders implements Headers {
    private record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>();

    /**
     * The fields that a message starts with; here any are allowed, as a peer may have sent them.
     *
     * @param lines each {@code Name: value}
     */
    public static FakeHeaders of(String... lines) {
        FakeHeaders out = new FakeHeaders();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("header line: " + line + " (expected: Name: value)");
            }
            out.received(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return out;
    }

    /** Appends a field as a peer sends it: nothing is refused. */
    public FakeHeaders received(String name, String value) {
        fields.add(new Field(name, value));
        return this;
    }

    @Override
    public void set(String name, String value) {
        check(name, value);
        int at = 0;
        while (at < fields.size() && !fields.get(at).name().equalsIgnoreCase(name)) {
            at++;
        }
        fields.removeIf(field -> field.name().equalsIgnoreCase(name));
        fields.add(Math.min(at, fields.size()), new Field(name, value));
    }

    @Override
    public void add(String name, String value) {
        check(name, value);
        fields.add(new Field(name, value));
    }

    @Override
    public void remove(String name) {
        check(name, "");
        fields.removeIf(field -> field.name().equalsIgnoreCase(name));
    }

    @Override
    public String first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        fields.forEach(field -> consumer.accept(field.name(), field.value()));
    }

    @Override
    public int size() {
        return fields.size();
    }

    /** Each field as {@code Name: value}, in order. */
    public List<String> lines() {
        return fields.stream().map(field -> field.name() + ": " + field.value()).toList();
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }

    private static void check(String name, String value) {
        FieldRules.checkName(name);
        FieldRules.checkValue(name, value);
    }
}
