package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.nginx.importer.Importer;
import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The importer refuses variables that Sluice has not, by a list. */
class ImportedVariablesTest {
    @Test
    void eachVariableThatTheImporterKnowsIsThere() throws IOException {
        try (InputStream in = Importer.class.getResourceAsStream("variables.txt")) {
            String names = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(names.lines())
                    .hasSizeGreaterThan(60)
                    .allSatisfy(name -> assertThatCode(() -> new Variables().compile("$" + name))
                            .doesNotThrowAnyException());
        }
    }
}
