package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private static final String HEAD = "GET / HTTP/1.1¶Host: h¶A: 1¶b:  2 ¶A:¶a: \\xff¶¶";

    private final Fields fields = received(HEAD);

    @Test
    void fieldsKeepOrderDuplicatesAndSpelling() {
        assertThat(lines(fields)).containsExactly("Host=h", "A=1", "b=2", "A=", "a=\u00ff");
        assertThat(fields.size()).isEqualTo(5);
    }

    @Test
    void namesAreFoundWithoutRegardToCase() {
        assertThat(fields.first("B")).isEqualTo("2");
        assertThat(fields.all("a")).containsExactly("1", "", "\u00ff");
        assertThat(fields.count("A")).isEqualTo(3);
        assertThat(fields.contains("HOST")).isTrue();
        assertThat(fields.first("Hos")).isNull();
        assertThat(fields.all("Hosts")).isEmpty();
        assertThat(fields.contains("@")).isFalse();
    }

    @Test
    void setReplacesAllInThePlaceOfTheFirst() {
        fields.set("a", "9");
        assertThat(lines(fields)).containsExactly("Host=h", "a=9", "b=2");
        fields.set("C", "3");
        assertThat(lines(fields)).containsExactly("Host=h", "a=9", "b=2", "C=3");
    }

    @Test
    void addAppendsAndRemoveTakesAll() {
        fields.add("A", "4");
        fields.remove("host");
        assertThat(lines(fields)).containsExactly("A=1", "b=2", "A=", "a=\u00ff", "A=4");
        fields.remove("A");
        fields.remove("nothing");
        assertThat(lines(fields)).containsExactly("b=2");
    }

    @Test
    void aCopyAndItsOriginDoNotSeeEachOthersChanges() {
        fields.add("C", "3");
        Fields copy = fields.copy();
        copy.set("A", "9");
        copy.add("D", "4");
        fields.remove("b");
        fields.add("E", "5");
        assertThat(lines(fields)).containsExactly("Host=h", "A=1", "A=", "a=\u00ff", "C=3", "E=5");
        assertThat(lines(copy)).containsExactly("Host=h", "A=9", "b=2", "C=3", "D=4");
    }

    @Test
    void fieldsAreWrittenWithOneSpaceAndNoneAtTheEnd() {
        fields.set("b", "\u00e4");
        assertThat(written(fields)).isEqualTo("Host: h\r\nA: 1\r\nb: \u00e4\r\nA: \r\na: \u00ff\r\n");
    }

    @Test
    void noFieldsAreWrittenAsNothing() {
        assertThat(written(new Fields())).isEmpty();
    }

    @Test
    void aBufferThatIsTooSmallIsRefused() {
        ByteBuffer out = ByteBuffer.allocate(fields.encodedLength() - 1);
        assertThatThrownBy(() -> fields.writeTo(out)).isInstanceOf(BufferOverflowException.class);
    }

    /** Against a plain list of strings: any sequence of changes, read and written. */
    @Test
    void everySequenceOfChangesGivesWhatAListOfStringsGives() {
        Random random = new Random(5);
        String[] names = {"Host", "A", "a", "b", "C", "HOSt", "hope", "!", "X-Real-IP"};
        for (int round = 0; round < 300; round++) {
            Fields changed = received(HEAD);
            List<String[]> model = new ArrayList<>();
            changed.forEach((name, value) -> model.add(new String[] {name, value}));
            for (int step = 0; step < 12; step++) {
                String name = names[random.nextInt(names.length)];
                String value = "v".repeat(random.nextInt(40));
                switch (random.nextInt(5)) {
                    case 0 -> {
                        changed.set(name, value);
                        set(model, name, value);
                    }
                    case 1 -> {
                        changed.add(name, value);
                        model.add(new String[] {name, value});
                    }
                    case 2 -> {
                        changed.remove(name);
                        model.removeIf(field -> field[0].equalsIgnoreCase(name));
                    }
                    case 3 -> changed.trim();
                    default -> changed = changed.copy();
                }
                StringBuilder expected = new StringBuilder();
                model.forEach(field -> expected.append(field[0] + ": " + field[1] + "\r\n"));
                assertThat(written(changed)).isEqualTo(expected.toString());
                for (String each : names) {
                    assertThat(changed.all(each))
                            .isEqualTo(model.stream()
                                    .filter(field -> field[0].equalsIgnoreCase(each))
                                    .map(field -> field[1])
                                    .toList());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'upgrade', true",
        "'Upgrade', true",
        "'keep-alive, Upgrade', true",
        "'keep-alive,Upgrade', true",
        "' , ,\tupgrade\t, x', true",
        "'x, upgrade', true",
        "'xupgrade', false",
        "'upgradex', false",
        "'up grade', false",
        "'upgrade;q=1', false",
        "'', false",
        "',', false",
    })
    void aTokenIsAWholeElementOfTheList(String value, boolean expected) {
        Fields list = new Fields();
        list.add("Connection", "close");
        list.add("connection", value);
        assertThat(list.hasToken("Connection", "upgrade")).isEqualTo(expected);
    }

    @Test
    void tokensOfAllFieldsOfANameAreOneList() {
        Fields list = new Fields();
        list.add("A", "b,, c ");
        list.add("X", "no");
        list.add("a", ",d");
        assertThat(list.tokens("A")).containsExactly("b", "c", "d");
        assertThat(list.tokens("B")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\n", "\u00e4", "\u0141", "a\0", "(a)"})
    void aNameThatIsNoTokenIsRefused(String name) {
        assertThatThrownBy(() -> fields.set(name, "v")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fields.add(name, "v")).isInstanceOf(IllegalArgumentException.class);
        assertThat(lines(fields)).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0", "\u20ac"})
    void aValueThatWouldBreakTheHeadIsRefused(String value) {
        assertThatThrownBy(() -> fields.set("A", value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fields.add("N", value)).isInstanceOf(IllegalArgumentException.class);
        assertThat(lines(fields)).hasSize(5);
    }

    static Fields received(String head) {
        return new RequestHeadReader(Feed.LIMITS)
                .read(ByteBuffer.wrap(Vectors.bytes(head)))
                .fields();
    }

    static List<String> lines(Fields fields) {
        List<String> lines = new ArrayList<>();
        fields.forEach((name, value) -> lines.add(name + "=" + value));
        return lines;
    }

    static String written(Fields fields) {
        ByteBuffer out = ByteBuffer.allocateDirect(fields.encodedLength());
        fields.writeTo(out);
        assertThat(out.hasRemaining()).isFalse();
        return StandardCharsets.ISO_8859_1.decode(out.flip()).toString();
    }

    private static void set(List<String[]> model, String name, String value) {
        int first = -1;
        for (int i = model.size() - 1; i >= 0; i--) {
            if (model.get(i)[0].equalsIgnoreCase(name)) {
                if (first >= 0) {
                    model.remove(first);
                }
                first = i;
            }
        }
        if (first < 0) {
            model.add(new String[] {name, value});
        } else {
            model.set(first, new String[] {name, value});
        }
    }
}
