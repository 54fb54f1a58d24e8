package io.sluice.api.headers;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Header fields in their order, with duplicates and their own spelling. Names are compared without regard to ASCII case.
 * Bytes above 127 appear as the characters of ISO-8859-1.
 */
public interface HeadersView {
    /** No fields. */
    HeadersView EMPTY = new HeadersView() {
        @Override
        public String first(String name) {
            return null;
        }

        @Override
        public List<String> all(String name) {
            return List.of();
        }

        @Override
        public void forEach(BiConsumer<String, String> consumer) {}

        @Override
        public int size() {
            return 0;
        }
    };

    /** The value of the first field of this name, or null. */
    String first(String name);

    /** The values of all fields of this name, in order. */
    List<String> all(String name);

    /** Calls {@code consumer} with the name and value of each field, in order. */
    void forEach(BiConsumer<String, String> consumer);

    /** The number of fields. */
    int size();

    /** Whether there is a field of this name. */
    default boolean contains(String name) {
        return first(name) != null;
    }
}
