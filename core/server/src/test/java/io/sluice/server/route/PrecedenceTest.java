package io.sluice.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.SluiceConfig;
import io.sluice.testkit.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of precedence.txt were answered by nginx 1.22.1 with the hosts and routes of precedence.conf. */
class PrecedenceTest {
    private static final Path FOLDER = Path.of("src/test/resources/route");
    private static final SluiceConfig CONFIG = Configs.load(FOLDER.resolve("precedence.conf"));

    /** A request and nginx's answer: {@code host target -> answer}; the host {@code -} stands for none. */
    record Row(String host, String target, String answer) {
        static Row of(String line) {
            String[] sides = line.split(" -> ", 2);
            String[] request = sides[0].trim().split(" +", 2);
            return new Row(request[0].equals("-") ? "" : request[0], request[1], sides[1].trim());
        }

        @Override
        public String toString() {
            return host + " " + target;
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theTableChoosesAsNginxDid(Row row) {
        assertThat(new Twins(CONFIG).ours(row.host(), row.target())).isEqualTo(row.answer());
    }

    @Test
    void nginxStillChoosesSo(@TempDir Path folder) throws IOException {
        Nginx.assumeInstalled();
        List<String> answers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        try (Nginx nginx = Twins.nginx(folder, CONFIG)) {
            for (Row row : rows().toList()) {
                expected.add(row + " -> " + row.answer());
                answers.add(row + " -> " + Twins.theirs(nginx, row.host(), row.target()));
            }
        }
        assertThat(answers).isEqualTo(expected);
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(FOLDER.resolve("precedence.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Row::of);
    }
}
