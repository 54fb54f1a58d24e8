package io.sluice.server.http;

import io.sluice.api.headers.HeadersView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Header fields in their order, with duplicates and their own spelling.
 *
 * <p>A field is four offsets: where its name and its value start and end. Those of received fields point into the bytes of
 * the head they came in, which are never changed, so that copies share them; those of fields set later point into a second
 * array, where they lie as they are written. Names and values become strings only when asked for.
 *
 * <p>The changing methods throw {@link IllegalArgumentException} for a name that is no token, and for a value with CR, LF,
 * NUL or a character above 255. They know no other rule: the package {@code policy} guards what policies must not change.
 */
public final class Fields implements HeadersView {
    private static final int NAME = 0;
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final int STRIDE = 4;
    private static final byte[] NO_BYTES = {};
    private static final int[] NO_SPANS = {};

    /** What a line holds besides name and value: colon, space, CR, LF. */
    private static final int LINE_EXTRA = 4;

    private static final int FIRST_ADDED = 192;

    private final byte[] head;
    /** The lines of fields set later; its offsets count on from the end of {@link #head}. */
    private byte[] added = NO_BYTES;

    private int addedLength;
    private int[] spans;
    private int count;

    /** Marks of all names that are, or have been, among the fields: most names that are looked for are told by it to be absent. */
    private long marks;

    /** No fields yet. */
    public Fields() {
        this(NO_BYTES, NO_SPANS, 0);
    }

    /** The fields that {@code spans} finds in {@code head}; both belong to this object from now on. */
    Fields(byte[] head, int[] spans, int count) {
        this.head = head;
        this.spans = spans;
        this.count = count;
        for (int field = 0; field < count; field++) {
            marks |= mark(head[start(field, NAME)], length(field, NAME));
        }
    }

    private Fields(Fields from) {
        head = from.head;
        spans = Arrays.copyOf(from.spans, (from.count + 4) * STRIDE);
        count = from.count;
        marks = from.marks;
        added = from.addedLength == 0 ? NO_BYTES : Arrays.copyOf(from.added, from.addedLength);
        addedLength = from.addedLength;
    }

    /** The same fields, to be changed apart from these. The received bytes are shared. */
    public Fields copy() {
        return new Fields(this);
    }

    /** Gives back the room that was kept for more fields. */
    public void trim() {
        if (spans.length > count * STRIDE) {
            spans = Arrays.copyOf(spans, count * STRIDE);
        }
        if (added.length > addedLength) {
            added = Arrays.copyOf(added, addedLength);
        }
    }

    @Override
    public String first(String name) {
        int field = find(name, 0);
        return field < 0 ? null : value(field);
    }

    @Override
    public List<String> all(String name) {
        int field = find(name, 0);
        if (field < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(2);
        for (; field >= 0; field = find(name, field + 1)) {
            values.add(value(field));
        }
        return values;
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        for (int field = 0; field < count; field++) {
            consumer.accept(name(field), value(field));
        }
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public boolean contains(String name) {
        return find(name, 0) >= 0;
    }

    /** How many fields have this name. */
    public int count(String name) {
        int found = 0;
        for (int field = find(name, 0); field >= 0; field = find(name, field + 1)) {
            found++;
        }
        return found;
    }

    /** Whether the comma-separated lists of all fields of this name hold {@code token}, but for ASCII case. */
    public boolean hasToken(String name, String token) {
        for (int field = find(name, 0); field >= 0; field = find(name, field + 1)) {
            int start = start(field, VALUE);
            byte[] bytes = bytes(start);
            int from = index(start);
            int end = from + length(field, VALUE);
            while (from < end) {
                int comma = Bytes.comma(bytes, from, end);
                int first = Bytes.skipBlanks(bytes, from, comma);
                if (Bytes.equalIgnoreCase(bytes, first, Bytes.trimBlanks(bytes, first, comma), token)) {
                    return true;
                }
                from = comma + 1;
            }
        }
        return false;
    }

    /** The elements of the comma-separated lists of all fields of this name, in order, the empty ones left out. */
    public List<String> tokens(String name) {
        List<String> tokens = List.of();
        for (int field = find(name, 0); field >= 0; field = find(name, field + 1)) {
            int start = start(field, VALUE);
            byte[] bytes = bytes(start);
            int from = index(start);
            int end = from + length(field, VALUE);
            while (from < end) {
                int comma = Bytes.comma(bytes, from, end);
                int first = Bytes.skipBlanks(bytes, from, comma);
                int last = Bytes.trimBlanks(bytes, first, comma);
                if (first < last) {
                    tokens = tokens.isEmpty() ? new ArrayList<>(2) : tokens;
                    tokens.add(Bytes.string(bytes, first, last));
                }
                from = comma + 1;
            }
        }
        return tokens;
    }

    /** Whether the first field of this name has this value but for ASCII case; makes no garbage. */
    public boolean firstIs(String name, String value) {
        int field = find(name, 0);
        return field >= 0 && valueIs(field, value);
    }

    /** Replaces all fields of this name by one, in the place of the first; appends it where there was none. */
    public void set(String name, String value) {
        check(name, value);
        setChecked(name, value);
    }

    /** {@link #set} of what {@link io.sluice.api.headers.FieldRules} has let pass. */
    public void setChecked(String name, String value) {
        int field = find(name, 0);
        if (field < 0) {
            append(name, value);
            return;
        }
        for (int other = find(name, field + 1); other >= 0; other = find(name, other)) {
            removeAt(other);
        }
        put(field, name, value);
    }

    /** Appends a field, whether or not there are others of this name. */
    public void add(String name, String value) {
        check(name, value);
        append(name, value);
    }

    /** {@link #add} of what {@link io.sluice.api.headers.FieldRules} has let pass. */
    public void addChecked(String name, String value) {
        append(name, value);
    }

    /** Removes all fields of this name; nothing happens where there is none. */
    public void remove(String name) {
        for (int field = find(name, 0); field >= 0; field = find(name, field)) {
            removeAt(field);
        }
    }

    /** The bytes that {@link #writeTo} will write. */
    public int encodedLength() {
        int total = 0;
        for (int field = 0; field < count; field++) {
            total += length(field, NAME) + length(field, VALUE) + LINE_EXTRA;
        }
        return total;
    }

    /**
     * Writes the lines, each {@code name: value CR LF}, without the empty line after them.
     *
     * @throws java.nio.BufferOverflowException when {@code out} has less room than {@link #encodedLength}
     */
    public void writeTo(ByteBuffer out) {
        int field = 0;
        while (field < count) {
            int start = start(field, NAME);
            byte[] bytes = bytes(start);
            if (asWritten(field)) {
                // Neighbours that lie there just as they are to be written leave as one piece.
                int end = start(field, VALUE_END) + 2;
                for (field++; field < count && start(field, NAME) == end && asWritten(field); field++) {
                    end = start(field, VALUE_END) + 2;
                }
                out.put(bytes, index(start), end - start);
            } else {
                out.put(bytes, start, length(field, NAME)).put((byte) ':').put(Bytes.SP);
                out.put(bytes, start(field, VALUE), length(field, VALUE));
                out.put(Bytes.CR).put(Bytes.LF);
                field++;
            }
        }
    }

    /** The first field of this name from {@code from} on, or -1. */
    int find(String name, int from) {
        if (name.isEmpty() || (marks & mark(name.charAt(0), name.length())) == 0) {
            return -1;
        }
        for (int field = from; field < count; field++) {
            if (length(field, NAME) == name.length()) {
                int start = start(field, NAME);
                int index = index(start);
                if (Bytes.equalIgnoreCase(bytes(start), index, index + name.length(), name)) {
                    return field;
                }
            }
        }
        return -1;
    }

    String name(int field) {
        int start = start(field, NAME);
        return Bytes.string(bytes(start), index(start), index(start) + length(field, NAME));
    }

    String value(int field) {
        int start = start(field, VALUE);
        return Bytes.string(bytes(start), index(start), index(start) + length(field, VALUE));
    }

    boolean valueIs(int field, String text) {
        int start = start(field, VALUE);
        return Bytes.equalIgnoreCase(bytes(start), index(start), index(start) + length(field, VALUE), text);
    }

    /** The value as a number written in digits alone; -1 when it is not, or above {@link Long#MAX_VALUE}. */
    long number(int field) {
        int start = start(field, VALUE);
        byte[] bytes = bytes(start);
        int index = index(start);
        int end = index + length(field, VALUE);
        long number = index == end ? -1 : 0;
        for (; index < end && number >= 0; index++) {
            int digit = bytes[index] - '0';
            boolean fits = digit >= 0 && digit <= 9 && number <= (Long.MAX_VALUE - digit) / 10;
            number = fits ? number * 10 + digit : -1;
        }
        return number;
    }

    /** One bit of 64 for a name, by its length and its first letter in either case. */
    private static long mark(int first, int length) {
        return 1L << ((first & 0x1f) + 5 * length); // a shift takes the last six bits
    }

    /** Whether a field's bytes are the line that is written for it: of those set later they always are. */
    private boolean asWritten(int field) {
        int nameEnd = start(field, NAME_END);
        if (nameEnd >= head.length) {
            return true;
        }
        return nameEnd + 2 == start(field, VALUE)
                && head[nameEnd + 1] == Bytes.SP
                && head[start(field, VALUE_END)] == Bytes.CR;
    }

    private int start(int field, int part) {
        return spans[field * STRIDE + part];
    }

    private int length(int field, int part) {
        return spans[field * STRIDE + part + 1] - spans[field * STRIDE + part];
    }

    private byte[] bytes(int offset) {
        return offset < head.length ? head : added;
    }

    private int index(int offset) {
        return offset < head.length ? offset : offset - head.length;
    }

    private void append(String name, String value) {
        if (spans.length < (count + 1) * STRIDE) {
            spans = Arrays.copyOf(spans, Math.max(8, count * 2) * STRIDE);
        }
        put(count++, name, value);
    }

    /** Writes the line behind those that were added before. */
    @SuppressWarnings(
            "deprecation") // getBytes takes characters' low bytes, and there are no others: that is ISO-8859-1
    private void put(int field, String name, String value) {
        marks |= mark(name.charAt(0), name.length());
        int nameEnd = addedLength + name.length();
        int valueStart = nameEnd + 2;
        int valueEnd = valueStart + value.length();
        int lineEnd = valueEnd + 2;
        if (added.length < lineEnd) {
            added = Arrays.copyOf(added, Math.max(FIRST_ADDED, lineEnd * 2));
        }
        name.getBytes(0, name.length(), added, addedLength);
        added[nameEnd] = ':';
        added[nameEnd + 1] = Bytes.SP;
        value.getBytes(0, value.length(), added, valueStart);
        added[valueEnd] = Bytes.CR;
        added[valueEnd + 1] = Bytes.LF;
        int span = field * STRIDE;
        spans[span + NAME] = head.length + addedLength;
        spans[span + NAME_END] = head.length + nameEnd;
        spans[span + VALUE] = head.length + valueStart;
        spans[span + VALUE_END] = head.length + valueEnd;
        addedLength = lineEnd;
    }

    private void removeAt(int field) {
        int from = (field + 1) * STRIDE;
        System.arraycopy(spans, from, spans, from - STRIDE, count * STRIDE - from);
        count--;
    }

    private static void check(String name, String value) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 127 || !Bytes.isToken(c)) {
                throw new IllegalArgumentException(
                        "field name \"" + name + "\": character " + i + " is no part of a token");
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an empty field name, expected a token");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0 || c > 255) {
                throw new IllegalArgumentException(
                        String.format("value of field %s: character %d is U+%04X", name, i, (int) c));
            }
        }
    }
}
