package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sluice { hosts { site {}\n site {} } }",
                "sluice { hosts { site {}, site {} } }",
                "{ sluice { hosts { site {}\n site {} } } }",
                "sluice { hosts { site = {}\n site: {} } }",
                "sluice { hosts { site {}\n \"site\" {} } }",
                "sluice.hosts { site {}\n site {} }",
                "sluice.hosts.site {}\nsluice { hosts { site {} } }",
                "sluice { hosts { site {} } }\nsluice { hosts { site {} } }",
                "sluice { hosts { site\n{ a = 1 }\nsite\n{ b = 2 } } }",
                "sluice { hosts { # {\n site { a = \"}\" } // {\n site {} } }",
                "sluice { hosts { site { a = \"\"\"}\n}\"\"\"\" }\n site {} } }",
                "sluice { hosts { a = ${?b}\n site { c = [{ d { e = 1 } }, { d {} }] }\n site {} } }",
                "sluice { hosts {\n include \"no.such\"\n site {}\n site {} } }",
                "{ \"sluice\": { \"hosts\": { \"site\": { \"a\": [1, 2] }, \"site\": {} } } }"
            })
    void aBlockThatIsWrittenTwiceIsFound(String hocon) {
        assertThat(ConfigFactory.parseString(hocon).isEmpty()).isFalse();
        assertThat(Repeated.in(hocon))
                .extracting(Repeated.Found::path)
                .containsExactly(List.of("sluice", "hosts", "site"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sluice { hosts { site {}, other {} }, upstreams { site {} } }",
                "sluice { hosts { site {} }, hosts { other {} } }",
                "sluice { hosts { site { a { x = 1 }, a { y = 2 } } } }",
                "sluice { hosts { site {} } }\nsluice.hosts.site.default = on",
                "sluice { hosts { site { a = 1 }\n site = ${sluice.hosts.site} { b = 2 } } }",
                "sluice { hosts { site = { a = 1 } { b = 2 } } }",
                "sluice { hosts { site {} } }\n# sluice { hosts { site {} } }",
                "sluice { hosts { site { routes = [ { site {} }, { site {} } ] } } }",
                "sluice { hosts { site { text = \"site {} site {}\" } } }",
                "vars { hosts { site {}, site {} } }"
            })
    void whatIsWrittenOnceOrAddedOnPurposeIsNot(String hocon) {
        assertThat(ConfigFactory.parseString(hocon)).isNotNull();
        assertThat(Repeated.in(hocon)).isEmpty();
    }

    @Test
    void bothPlacesAreNamed() {
        String hocon = """
                sluice {
                  # one
                  hosts {
                    site { text = \"""
                      two lines \"""
                    }
                    site {}
                  }
                }
                """;
        assertThat(Repeated.in(hocon)).singleElement().satisfies(found -> {
            assertThat(found.first()).isEqualTo(4);
            assertThat(found.line()).isEqualTo(7);
        });
    }
}
