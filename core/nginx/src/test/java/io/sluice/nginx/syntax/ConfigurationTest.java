package io.sluice.nginx.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a b c;                | b,c
                    a\tb;                 | b
                    a "b c";              | b c
                    a 'b c';              | b c
                    a "b'c";              | b'c
                    a "b\\"c";            | b"c
                    a 'b\\'c';            | b'c
                    a b\\;c;              | b\\;c
                    a b\\ c;              | b\\ c
                    a b\\\\c;             | b\\c
                    a "\\.php$";          | \\.php$
                    a \\.php$;            | \\.php$
                    a b#c;                | b#c
                    a b"c;                | b"c
                    a b'c;                | b'c
                    a b}c;                | b}c
                    a ${b}c;              | ${b}c
                    a $b$c;               | $b$c
                    a "{b}";              | {b}
                    a "${b;c}";           | ${b;c}
                    a b;c d;              | b
                    ~^(?<x>a{2}) b;       | ``
                    """)
    void aWordIsWhatNginxMakesOfIt(String line, String expected) throws IOException {
        List<Directive> directives = read(line + "\n").main().directives();

        assertThat(String.join(",", directives.get(0).texts())).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void anEscapeStandsForATabACarriageReturnOrANewline() throws IOException {
        assertThat(only("a \"b\\tc\\rd\\ne\" f\\tg;").texts()).containsExactly("b\tc\rd\ne", "f\tg");
    }

    @Test
    void aQuotedWordIsKnownAsSuchAndMayBeEmptyOrGoOverLines() throws IOException {
        assertThat(only("a \"\" 'b\nc' d;").arguments())
                .containsExactly(new Argument("", true), new Argument("b\nc", true), new Argument("d", false));
    }

    @Test
    void aParenthesisMayFollowAQuote() throws IOException {
        assertThat(only("if ($a = \"b\") {\n}").texts()).containsExactly("($a", "=", "b", ")");
    }

    @Test
    void carriageReturnsAreBlanks() throws IOException {
        Directive directive = only("a b\r\n  c; # d\r\n");

        assertThat(directive.texts()).containsExactly("b", "c");
        assertThat(directive.remark()).contains(new Comment(" d", 2, false));
    }

    @Test
    void bytesThatAreNotUtf8AreTakenAsIso88591() throws IOException {
        Path file = folder.resolve("nginx.conf");
        Files.write(file, "a \u00fc;".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Configuration.read(file).main().directives().get(0).texts()).containsExactly("\u00fc");
    }

    @Test
    void aDirectiveKnowsWhereItsNameAndItsEndStand() throws IOException {
        Directive directive = read("\n\na\n b\n c\n ;").main().directives().get(0);

        assertThat(directive.place().line()).isEqualTo(3);
        assertThat(directive.end().line()).isEqualTo(6);
        assertThat(directive.place()).hasToString(folder.resolve("nginx.conf") + ":3");
    }

    @Test
    void commentsKeepTheirPlace() throws IOException {
        Configuration configuration = read("""
                # of http, 1
                # of http, 2
                http { # behind http
                    # of a
                    a b # in a
                        c; # behind a
                    d; e; # behind e
                    # at the end
                } # behind the brace
                # after all
                """);
        Directive http = configuration.main().directives().get(0);

        assertThat(texts(http.comments())).containsExactly(" of http, 1", " of http, 2");
        assertThat(http.remark().map(Comment::text)).contains(" behind http");
        Directive a = http.children().get(0);
        assertThat(texts(a.comments())).containsExactly(" of a", " in a");
        assertThat(a.remark().map(Comment::text)).contains(" behind a");
        assertThat(http.children().get(1).remark()).isEmpty();
        assertThat(http.children().get(2).remark().map(Comment::text)).contains(" behind e");
        assertThat(texts(http.block().orElseThrow().closing())).containsExactly(" at the end", " behind the brace");
        assertThat(texts(configuration.main().closing())).containsExactly(" after all");
    }

    @Test
    void includedFilesStandBehindTheirIncludeSortedByTheirBytes() throws IOException {
        Files.createDirectory(folder.resolve("sites"));
        for (String name : List.of("b.conf", "a.conf", "Z.conf", ".hidden.conf", "c.txt")) {
            Files.writeString(folder.resolve("sites").resolve(name), "server_" + name.replace(".", "_") + ";\n# end\n");
        }
        Configuration configuration = read("http {\n  include sites/*.conf; # all\n  last;\n}");
        List<Directive> inside = configuration.main().directives().get(0).children();

        assertThat(inside.stream().map(Directive::name))
                .containsExactly("include", "server_Z_conf", "server_a_conf", "server_b_conf", "last");
        assertThat(inside.get(1).place().file()).isEqualTo(folder + "/sites/Z.conf");
        assertThat(inside.get(0).remark().map(Comment::text)).contains(" all");
        assertThat(texts(inside.get(0).comments())).containsExactly(" end", " end", " end");
        assertThat(configuration.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sites/?.conf, 2",
        "sites/[ab].conf, 2",
        "sites/[!a].conf, 1",
        "sites/[^a].conf, 1",
        "sites/[a-b].conf, 2",
        "sites/*, 3",
        "*/a.conf, 1",
        "no/*.conf, 0",
        "sites/.*, 1",
        "sites/[.conf, 0",
        "'sites/{a,b}.con?', 0"
    })
    void aPatternMatchesAsGlobDoes(String pattern, int matches) throws IOException {
        Files.createDirectory(folder.resolve("sites"));
        for (String name : List.of("a.conf", "b.conf", "c.txt", ".d")) {
            Files.writeString(folder.resolve("sites").resolve(name), "x;");
        }
        Configuration configuration = read("include \"" + pattern + "\";");

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.main().directives()).hasSize(1 + matches);
    }

    @Test
    void aFileInAFolderBelowIncludesRelativeToTheMainFile() throws IOException {
        Files.createDirectory(folder.resolve("sites"));
        Files.writeString(folder.resolve("sites/a.conf"), "include common.conf;");
        Files.writeString(folder.resolve("common.conf"), "found;");

        assertThat(read("include sites/a.conf;").main().directives().stream().map(Directive::name))
                .containsExactly("include", "include", "found");
    }

    @Test
    void aFileThatIncludesItselfIsRefused() throws IOException {
        Files.writeString(folder.resolve("a.conf"), "before;\ninclude b.conf;\n");
        Files.writeString(folder.resolve("b.conf"), "include a.conf;\n");
        Configuration configuration = read("include a.conf;\nafter;");

        assertThat(configuration.problems())
                .extracting(Problem::toString)
                .containsExactly("\"" + folder + "/a.conf\" includes itself in " + folder + "/b.conf:1");
        assertThat(configuration.main().directives().stream().map(Directive::name))
                .contains("before", "after");
    }

    @Test
    void theSameFileMayBeIncludedTwice() throws IOException {
        Files.writeString(folder.resolve("a.conf"), "x;");

        assertThat(read("include a.conf; include a.conf;").problems()).isEmpty();
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        Files.createDirectory(folder.resolve("sites"));

        assertThat(read("include sites;").problems())
                .extracting(Problem::message)
                .containsExactly("read() \"" + folder + "/sites\" failed (21: Is a directory)");
    }

    @Test
    void aMainFileThatIsNotThereIsRefusedWithoutAPlace() {
        Path file = folder.resolve("none.conf");

        assertThat(Configuration.read(file).problems())
                .extracting(Problem::toString)
                .containsExactly("open() \"" + file + "\" failed (2: No such file or directory)");
    }

    @Test
    void blocksMayBeNestedSoDeepAndNoDeeper() throws IOException {
        Path file = Files.writeString(folder.resolve("nginx.conf"), "a {\n".repeat(3) + "}\n".repeat(3));

        assertThat(Configuration.read(file, new Limits(1000, 10, 3)).problems()).isEmpty();
        assertThat(Configuration.read(file, new Limits(1000, 10, 2)).problems())
                .extracting(Problem::toString)
                .containsExactly("more than 2 blocks and includes within each other in " + file + ":3");
    }

    @Test
    void filesMayHaveSoManyBytesAndNoMore() throws IOException {
        Path file = Files.writeString(folder.resolve("nginx.conf"), "abcd;");

        assertThat(Configuration.read(file, new Limits(5, 1, 1)).problems()).isEmpty();
        assertThat(Configuration.read(file, new Limits(4, 1, 1)).problems()).hasSize(1);
    }

    @Test
    void soManyFilesMayBeIncludedAndNoMore() throws IOException {
        Files.writeString(folder.resolve("a.conf"), "x;");
        Path file = Files.writeString(folder.resolve("nginx.conf"), "include a.conf;\ninclude a.conf;\n");

        assertThat(Configuration.read(file, new Limits(1000, 3, 3)).problems()).isEmpty();
        assertThat(Configuration.read(file, new Limits(1000, 2, 3)).problems())
                .extracting(Problem::toString)
                .containsExactly("more than 2 files are included in " + file + ":2");
    }

    @Test
    void whatStandsBeforeAWrongWordIsKept() throws IOException {
        Configuration configuration = read("a;\nb {\n  c;\n  d \"e\"f;\n");

        assertThat(configuration.main().directives().get(1).children().get(0).name())
                .isEqualTo("c");
        assertThat(configuration
                        .main()
                        .directives()
                        .get(1)
                        .block()
                        .orElseThrow()
                        .closed())
                .isFalse();
    }

    private Configuration read(String text) throws IOException {
        return Configuration.read(Files.writeString(folder.resolve("nginx.conf"), text));
    }

    private Directive only(String text) throws IOException {
        Configuration configuration = read(text);
        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.main().directives()).hasSize(1);
        return configuration.main().directives().get(0);
    }

    private static List<String> texts(List<Comment> comments) {
        return comments.stream().map(Comment::text).toList();
    }
}
