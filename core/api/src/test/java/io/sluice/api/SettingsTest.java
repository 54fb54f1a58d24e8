package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.sluice.api.exchange.ExchangeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String DURATION = "a length of time with its unit, such as 30s or 500ms";
    private static final String BYTES = "a number of bytes such as 64K or 10M";

    private static Settings of(String hocon) {
        return new Settings(
                ConfigFactory.parseString(hocon, ConfigParseOptions.defaults().setOriginDescription("test"))
                        .resolve(),
                "block",
                SettingsTest::compile);
    }

    private static Template compile(String text, Template.Escape escape) {
        if (text.contains("$unknown")) {
            throw new IllegalArgumentException("unknown variable $unknown");
        }
        return new Template() {
            @Override
            public void append(ExchangeView exchange, StringBuilder out) {
                escape.append(text, out);
            }

            @Override
            public boolean constant() {
                return true;
            }
        };
    }

    private static void refused(String hocon, Consumer<Settings> reader, String message) {
        assertThatThrownBy(() -> reader.accept(of(hocon)))
                .isInstanceOf(SettingsException.class)
                .hasMessage(message);
    }

    @Test
    void aKeyThatIsNotThereIsItsFallback() {
        Settings settings = of("present = null");
        for (String key : List.of("present", "absent")) {
            assertThat(settings.has(key)).isFalse();
            assertThat(settings.value(key)).isEmpty();
            assertThat(settings.string(key, "x")).isEqualTo("x");
            assertThat(settings.choice(key, List.of("a"), "b")).isEqualTo("b");
            assertThat(settings.bool(key, true)).isTrue();
            assertThat(settings.integer(key, 1, 2, 7)).isEqualTo(7);
            assertThat(settings.duration(key, Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
            assertThat(settings.bytes(key, 9)).isEqualTo(9);
            assertThat(settings.template(key, null)).isNull();
            assertThat(settings.strings(key)).isEmpty();
            assertThat(settings.choices(key, List.of("a"))).isEmpty();
            assertThat(settings.blocks(key)).isEmpty();
            assertThat(settings.block(key).keys()).isEmpty();
        }
    }

    @Test
    void equalTextsReadByDetachedBlocksOnSeveralThreadsAreOneObject() throws Exception {
        int threads = 4;
        int texts = 2_000;
        String lines = IntStream.rangeClosed(1, texts)
                .mapToObj(i -> "k" + i + " = " + i + "s")
                .collect(Collectors.joining("\n"));
        Settings whole = of(lines);
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<Duration>>> readers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Settings own = whole.detach("none");
                readers.add(pool.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    return IntStream.rangeClosed(1, texts)
                            .mapToObj(n -> own.duration("k" + n, Duration.ZERO))
                            .toList();
                }));
            }
            List<Duration> first = readers.get(0).get(10, TimeUnit.SECONDS);
            for (int n = 0; n < texts; n++) {
                assertThat(first.get(n)).isEqualTo(Duration.ofSeconds(n + 1));
            }
            for (Future<List<Duration>> reader : readers) {
                List<Duration> found = reader.get(10, TimeUnit.SECONDS);
                assertThat(found).hasSize(texts);
                for (int n = 0; n < texts; n++) {
                    assertThat(found.get(n)).isSameAs(first.get(n));
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aKeyThatMustBeThereIsRefusedWhenItIsNot() {
        refused("x = 1", it -> it.string("k"), "test: 1: block.k: not set (expected: a text)");
        refused("x = 1", it -> it.template("k"), "test: 1: block.k: not set (expected: a text)");
        refused("x = 1", it -> it.bool("k"), "test: 1: block.k: not set (expected: on or off)");
        refused(
                "x = 1",
                it -> it.integer("k", 1, 2),
                "test: 1: block.k: not set (expected: a whole number from 1 to 2)");
        refused("x = 1", it -> it.bytes("k", 1, 2), "test: 1: block.k: not set (expected: " + BYTES + ")");
        refused("x = 1", it -> it.choice("k", List.of("a", "b")), "test: 1: block.k: not set (expected: one of a, b)");
        refused(
                "k = null",
                it -> it.duration("k", Duration.ZERO, Duration.ZERO),
                "test: 1: block.k: not set (expected: " + DURATION + ")");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "on,true", "yes,true", "'\"ON\"',true", "false,false", "off,false", "no,false"})
    void aSwitchIsOnOrOff(String written, boolean expected) {
        assertThat(of("k = " + written).bool("k")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"maybe\"", "[\"on\"]", "{}", "\"\""})
    void whatIsNeitherOnNorOffIsRefused(String written) {
        refused("k = " + written, it -> it.bool("k"), "test: 1: block.k: found " + written + " (expected: on or off)");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "'\"12\"',12", "-3,-3", "5.0,5", "1e1,10"})
    void aNumberIsWhole(String written, int expected) {
        assertThat(of("k = " + written).integer("k", -10, 100)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10", "1.5", "99999999999", "two", "[1]", "{}", "true"})
    void aNumberOutOfRangeOrNotWholeIsRefused(String written) {
        String shown = written.equals("two") ? "\"two\"" : written;
        refused(
                "k = " + written,
                it -> it.integer("k", 1, 9),
                "test: 1: block.k: found " + shown + " (expected: a whole number from 1 to 9)");
        refused(
                "k = " + written,
                it -> it.integer("k", 1, 9, 5),
                "test: 1: block.k: found " + shown + " (expected: a whole number from 1 to 9)");
    }

    @ParameterizedTest
    @CsvSource({"30s,30000", "500ms,500", "'\"2 minutes\"',120000", "1h,3600000", "1d,86400000", "0,0", "'\"0\"',0"})
    void aLengthOfTimeHasAUnit(String written, long millis) {
        assertThat(of("k = " + written).duration("k", Duration.ofDays(9))).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "\"30\"", "1.5", "\"30 parsecs\"", "\"\"", "[]"})
    void aLengthOfTimeWithoutUnitIsRefused(String written) {
        refused(
                "k = " + written,
                it -> it.duration("k", Duration.ZERO),
                "test: 1: block.k: found " + written + " (expected: " + DURATION + ")");
    }

    @Test
    void aLengthOfTimeOutOfRangeIsRefused() {
        refused(
                "k = 3s",
                it -> it.duration("k", Duration.ofMillis(1), Duration.ofSeconds(2)),
                "test: 1: block.k: found \"3s\" (expected: " + DURATION + ", from 1ms to 2s)");
        refused(
                "k = -1s",
                it -> it.duration("k", Duration.ZERO),
                "test: 1: block.k: found \"-1s\" (expected: " + DURATION + ", from 0s to 36500d)");
    }

    @ParameterizedTest
    @CsvSource({"10,10", "8K,8192", "8k,8192", "1M,1048576", "8kB,8000", "1.5M,1572864", "'\"64\"',64"})
    void aNumberOfBytesMayHaveAUnit(String written, long expected) {
        assertThat(of("k = " + written).bytes("k", 0)).isEqualTo(expected);
    }

    @Test
    void aNumberOfBytesOutOfRangeIsRefused() {
        refused("k = 5", it -> it.bytes("k", 6, 7), "test: 1: block.k: found 5 (expected: " + BYTES + ", from 6 to 7)");
        refused("k = -1", it -> it.bytes("k", 0), "test: 1: block.k: found -1 (expected: " + BYTES + ", at least 0)");
        refused("k = 1.5", it -> it.bytes("k", 0), "test: 1: block.k: found 1.5 (expected: " + BYTES + ")");
    }

    @Test
    void aWordThatIsNotAllowedIsRefusedWithTheNearestOne() {
        List<String> allowed = List.of("round-robin", "ip-hash");
        assertThat(of("k = ip-hash").choice("k", allowed)).isEqualTo("ip-hash");
        refused(
                "k = ip-hsah",
                it -> it.choice("k", allowed),
                "test: 1: block.k: found \"ip-hsah\" (expected: one of round-robin, ip-hash; did you mean ip-hash?)");
        refused(
                "k = random",
                it -> it.choice("k", allowed, "ip-hash"),
                "test: 1: block.k: found \"random\" (expected: one of round-robin, ip-hash)");
    }

    @Test
    void aWordIsRefusedWhereThereIsNoneToChoose() {
        refused(
                "k = x",
                it -> it.choice("k", List.of()),
                "test: 1: block.k: found \"x\" (expected: nothing: there is none to choose from)");
    }

    @Test
    void anElementThatIsRefusedIsShownWithItsOwnPlace() {
        List<String> allowed = List.of("a", "b");
        assertThat(of("k = [a, b]").choices("k", allowed)).containsExactly("a", "b");
        assertThat(of("k = a").choices("k", allowed)).containsExactly("a");
        refused(
                "k = [a\nc]",
                it -> it.choices("k", allowed),
                "test: 2: block.k[1]: found \"c\" (expected: one of a, b; did you mean a?)");
        refused("k = zz", it -> it.choices("k", allowed), "test: 1: block.k: found \"zz\" (expected: one of a, b)");
    }

    @ParameterizedTest
    @CsvSource({"'k = [a, 1, true]','a,1,true'", "k = a,a", "'k { 0 = x, 1 = y }','x,y'"})
    void aListOfTextsMayBeOneTextOrHaveNumberedKeys(String hocon, String expected) {
        assertThat(of(hocon).strings("k")).containsExactly(expected.split(","));
    }

    @Test
    void aListOfOtherThingsIsRefused() {
        refused("k = [[a]]", it -> it.strings("k"), "test: 1: block.k: found [[\"a\"]] (expected: a list of texts)");
        refused(
                "k { a = b }",
                it -> it.strings("k"),
                "test: 1: block.k: found {\"a\":\"b\"} (expected: a list of texts)");
    }

    @Test
    void aListOfBlocksMayBeOneBlockOrHaveWordsOrNumberedKeys() {
        assertThat(of("k { a = 1 }").blocks("k"))
                .singleElement()
                .extracting(Settings::keys)
                .isEqualTo(List.of("a"));
        assertThat(of("k { 0 { a = 1 }, 1 { b = 2 } }").blocks("k"))
                .extracting(Settings::keys)
                .containsExactly(List.of("a"), List.of("b"));
        assertThat(of("k = [x, { name = y }]").blocks("k", "name"))
                .extracting(it -> it.string("name"))
                .containsExactly("x", "y");
        refused("k = [x]", it -> it.blocks("k"), "test: 1: block.k: found [\"x\"] (expected: a list of blocks { … })");
        refused(
                "k = [[x]]",
                it -> it.blocks("k", "name"),
                "test: 1: block.k: found [[\"x\"]] (expected: a list of texts or blocks { … })");
    }

    @Test
    void keysThatNobodyReadAreRefusedInBlocksToo() {
        Settings settings = of("a = 1, b = 2\nc { d = 3 }\ne = [{ f = 4 }]\nsoze = 5");
        settings.integer("a", 0, 9);
        settings.string("size", "");
        settings.block("c").has("d");
        settings.blocks("e").get(0).string("f");
        assertThat(settings.unread())
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "test: 1: block.b: unknown key (expected: one of a, c, e, size; did you mean a?)",
                        "test: 4: block.soze: unknown key (expected: one of a, c, e, size; did you mean size?)",
                        "test: 2: block.c.d: unknown key (expected: no keys here)");
    }

    @Test
    void whatWasReadOfABlockIsNotForgottenWhenItIsReadAgain() {
        Settings settings = of("a { b = 1 }");
        settings.block("a").integer("b", 0, 1);
        settings.block("a");
        assertThat(settings.unread()).isEmpty();
    }

    @Test
    void keysThatAreNotThereComeFromTheDefaultsWithTheirPlace() {
        Settings defaults = new Settings(
                ConfigFactory.parseString("a = 1, b { c = 2, d = 3 }, e = 4"), "defaults", SettingsTest::compile);
        Settings settings = of("b { c = 5 }, e = null").orElse(defaults);
        assertThat(settings.integer("a", 0, 9)).isEqualTo(1);
        assertThat(settings.block("b").integer("c", 0, 9)).isEqualTo(5);
        assertThat(settings.block("b").integer("d", 0, 9)).isEqualTo(3);
        assertThat(settings.has("e")).isFalse();
        assertThat(settings.path("a")).isEqualTo("defaults.a");
        assertThat(settings.path("b")).isEqualTo("block.b");
        assertThat(settings.keys()).containsExactly("b", "e");
        assertThat(defaults.unread())
                .extracting(Throwable::getMessage)
                .singleElement()
                .asString()
                .contains("defaults.e");
    }

    @Test
    void settingsThatAreHandedOnAreTheirNewOwnersToReport() {
        Settings settings = of("k { type = t, x = 1 }");
        Settings detached = settings.block("k").detach("type");
        settings.block("k").string("type");
        assertThat(settings.unread()).isEmpty();
        assertThat(detached.keys()).containsExactly("x");
        assertThat(detached.unread())
                .extracting(Throwable::getMessage)
                .containsExactly("test: 1: block.k.x: unknown key (expected: no keys here)");
    }

    @Test
    void aTemplateThatCannotBeCompiledIsRefusedWithThePlace() {
        assertThat(of("k = \"$uri\"").template("k").constant()).isTrue();
        refused("k = \"$unknown\"", it -> it.template("k"), "test: 1: block.k: unknown variable $unknown");
        refused("x = 1", it -> it.template("k", "$unknown"), "test: 1: block.k: unknown variable $unknown");
    }

    @Test
    void aFileIsNamedWithItsLine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.conf"), "\n\nk = 5");
        Settings settings = new Settings(ConfigFactory.parseFile(file.toFile()), "", SettingsTest::compile);
        assertThat(settings.place("k")).isEqualTo(file + ":3");
        assertThat(settings.refuse("k", "less")).hasMessage(file + ":3: k: found 5 (expected: less)");
    }

    @Test
    void aLongValueIsCut() {
        refused(
                "k = \"" + "x".repeat(200) + "\"",
                it -> it.bool("k"),
                "test: 1: block.k: found \"" + "x".repeat(79) + "… (expected: on or off)");
    }
}
