package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a file that is not HOCON; a ⏎ is a new line. */
class HoconFaultTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sluice {⏎ listeners { web { bind = 0.0.0.0:8080 } }⏎}          | 2: sluice.listeners.web.bind: found 0.0.0.0:8080 without quotes (expected: "0.0.0.0:8080")
            sluice {⏎ bind = 0.0.0.0:8080⏎ backlog = 3⏎}                   | 2: sluice.bind: found 0.0.0.0:8080 without quotes (expected: "0.0.0.0:8080")
            sluice.bind = *:8080                                           | 1: sluice.bind: found *:8080 without quotes (expected: "*:8080")
            a = [10.0.0.1:80, 10.0.0.2:80]                                 | 1: a: found 10.0.0.1:80 without quotes (expected: "10.0.0.1:80")
            a = [⏎ "b"⏎ 10.0.0.1:80 # one⏎]                                | 3: a: found 10.0.0.1:80 without quotes (expected: "10.0.0.1:80")
            bind = [::1]:80, b = 2                                         | 1: bind: found [::1]:80 without quotes (expected: "[::1]:80")
            bind = [2001:db8::1]:80                                        | 1: bind: found [2001:db8::1]:80 without quotes (expected: "[2001:db8::1]:80")
            names = [*.example.com]                                        | 1: names: found *.example.com without quotes (expected: "*.example.com")
            path = ~ ^/x                                                   | 1: path: found ~ ^/x without quotes (expected: "~ ^/x")
            path = ~ \\.png$                                               | 1: path: found ~ \\.png$ without quotes (expected: "~ \\\\.png$")
            path = = /x                                                    | 1: path: found = /x without quotes (expected: "= /x")
            key = $remote_addr                                             | 1: key: found $remote_addr without quotes (expected: "$remote_addr")
            { to = http://$backend }                                       | 1: to: found http://$backend without quotes (expected: "http://$backend")
            if = $host = x⏎b = 1                                           | 1: if: found $host = x without quotes (expected: "$host = x")
            values { ~^a = 1 }                                             | 1: values: found the key ~^a without quotes (expected: "~^a")
            to = "http://a⏎b = 2                                           | 1: to: a text is not closed (expected: another " behind it)
            a { b = "x }⏎                                                  | 1: a.b: a text is not closed (expected: another " behind it)
            a = 1⏎b = \"""x⏎y                                              | 2: b: a text is not closed (expected: another \""" behind it)
            path = "~ \\.png$"                                             | 1: path: found \\. in "~ \\.png$" (expected: \\\\., as a backslash is written twice in quotes)
            a = ${b                                                        | 1: a: found ${b, which is not closed (expected: ${name})
            a {⏎ b {⏎  c = 1⏎ }                                            | 1: a: the { is not closed (expected: } for it before the end of the file)
            a {⏎  b {⏎    c = 1⏎}⏎d = 2                                    | 2: a.b: the { is not closed (expected: } for it before the end of the file)
            a = [1⏎                                                        | 1: a: the [ is not closed (expected: ] for it before the end of the file)
            a = 1 }                                                        | 1: found }, which closes nothing (expected: as many } as there are opening ones)
            a {⏎ l = [1, 2 }⏎}                                             | 2: a.l: found } while the [ of line 2 is open (expected: ] before it)
            a { b { c = 1 ] }                                              | 1: a.b: found ] while the { of line 1 is open (expected: } before it)
            a = [1, 2⏎ b = 3⏎                                              | 2: a: found = in the list of line 1 (expected: ] before it, or quotes around a text with =)
            a = 1; b = 2                                                   | 1: a: found 1; b = 2 (expected: a comma or a new line before b)
            { path = "/" upstream = app }                                  | 1: path: found "/" upstream = app (expected: a comma or a new line before upstream)
            a { x {} b = 2 }                                               | 1: a.x: found b = 2 (expected: a comma or a new line before b)
            a = b = c                                                      | 1: a: found b = c without quotes (expected: "b = c")
            a { b = }                                                      | 1: a.b: there is no value behind it (expected: one, or null)
            a { b = , c = 1 }                                              | 1: a.b: there is no value behind it (expected: one, or null)
            a { b c d }                                                    | 1: a: found b c d (expected: a key, then = and its value, or a block { … })
            a { servers [ 1 ] }                                            | 1: a.servers: found [ without = before it (expected: a key, then = and its value, or a block { … })
            sluice {⏎ listen 80;⏎}                                         | 2: sluice: found listen 80; (expected: a key, then = and its value, or a block { … }; nginx's listen is sluice.listeners or sluice.listeners.NAME.bind)
            sluice { hosts { site {⏎ server_name a.example;⏎ } } }         | 2: sluice.hosts.site: found server_name a.example; (expected: a key, then = and its value, or a block { … }; nginx's server_name is sluice.hosts.NAME.names)
            include site.conf                                              | 1: found include site.conf (expected: a file in quotes: include "hosts/site.conf")
            a { = 1 }                                                      | 1: a: found = without a key (expected: a key, then = and its value, or a block { … })
            a { {} }                                                       | 1: a: found { without a key (expected: a key, then = and its value, or a block { … })
            sluice { a = ${sluice.b}, b = ${sluice.a} }                    | 1: found ${sluice.a}, which refers to itself (expected: a value)
            sluice { a = [1] {b = 2} }                                     | 1: found values of several kinds side by side (expected: a comma or a new line between them)
            [1, 2]                                                         | 1: found a list (expected: sluice { … })
            a = 1,, b = 2                                                  | 1: not expected here: ','
            a..b = 1                                                       | 1: path has a leading, trailing, or two adjacent period '.' (use quoted "" empty string if you want an empty element)
            """)
    void itsFirstFaultIsToldWithItsPlace(String text, String expected) throws IOException {
        assertThat(problems(text.replace('⏎', '\n'))).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user www-data;⏎http {}",
                "# Debian's⏎⏎  worker_processes  auto; # all⏎events { }",
                "http {⏎ server { listen 80; }⏎}",
                "server {⏎ listen 80;⏎}",
                "upstream chat {⏎ server 127.0.0.1:1;⏎}",
                "location / { proxy_pass http://127.0.0.1:3000; }",
                "map $http_upgrade $connection_upgrade {⏎ default upgrade;⏎}",
                "proxy_pass http://127.0.0.1:3000;"
            })
    void anNginxConfIsTakenForOneWhereverItBegins(String text) throws IOException {
        assertThat(problems(text.replace('⏎', '\n')))
                .singleElement()
                .asString()
                .matches("\\d: found .*, as in an nginx\\.conf \\(expected: sluice \\{ … }; \"bin/sluice import "
                        + folder.resolve("sluice.conf") + "\" makes that of an nginx\\.conf\\)");
    }

    /** The scan must not find fault with what the library takes. */
    @ParameterizedTest
    @MethodSource("good")
    void whatIsHoconHasNoFault(Path file) throws IOException {
        assertThat(HoconScan.of(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ a = 1 }",
                "a += 1, b : 2",
                "a = one two  # three",
                "a\n=\n1\nb\n{\n}\n",
                "a { b = 1, },",
                "a = [\n1\n2,\n]",
                "a = ${b} { c = 1 }\na = ${?b}x ${b}\nb {}",
                "a = \"\"\"x\"y\\\"\"\"\"\nb = 1",
                "\"a.b\".c = \"\\u0041\\n\"",
                "include required(file(\"x\")), a = 1",
                "a = http // a comment: with = { signs",
                "a = -1.5e+3x, b = 1h"
            })
    void itKnowsTheForms(String text) {
        assertThat(HoconScan.of(text)).isEmpty();
    }

    @Test
    void aFaultInAnIncludedFileHasItsPlace() throws IOException {
        Path inner = Files.writeString(folder.resolve("inner.conf"), "x = 1\nbind = *:80\n");
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> Loads.text(folder, "sluice { include \"inner\" }"));
        assertThat(refused).hasMessage(inner + ":2: bind: found *:80 without quotes (expected: \"*:80\")");
    }

    private List<String> problems(String text) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> Loads.text(folder, text));
        return refused.problems().stream()
                .map(problem -> problem.replaceFirst("^" + folder.resolve("sluice.conf") + ":", ""))
                .toList();
    }

    static List<Path> good() throws IOException {
        List<Path> files = new java.util.ArrayList<>(List.of(Path.of("src/main/resources/reference.conf")));
        for (String root : List.of("../../conf", "../nginx/src/test/resources")) {
            try (java.util.stream.Stream<Path> all = Files.walk(Path.of(root))) {
                all.map(Path::toString)
                        .filter(file -> file.endsWith(root.contains("nginx") ? "sluice.conf" : ".conf"))
                        .filter(file -> !file.endsWith("nginx.conf") && !file.contains("/conf/service/"))
                        .map(Path::of)
                        .forEach(files::add);
            }
        }
        return files;
    }
}
