package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of core/benchmarks, which no other test runs: what they compute, and how they say what they take. */
class BenchmarkToolsTest {
    private static final String FOLDER = "../core/benchmarks/";

    @BeforeAll
    static void needsPython() {
        assumeTrue(
                Command.run("sh", "-c", "python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))'")
                                .code()
                        == 0,
                "python3, 3.9 or later, is not installed");
    }

    @Test
    void theirOwnTestsPass() {
        Command.Result result =
                Command.run("python3", "-B", "-m", "unittest", "discover", "-v", "-s", FOLDER + "tests");
        assertThat(result.code()).as(result.stderr()).isZero();
        assertThat(Stream.of(result.stderr().split("\n", -1)).filter(line -> line.endsWith("... ok")))
                .hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"side-by-side", "collectors", "growth"})
    void eachSaysWhatItTakes(String tool) {
        Command.Result help = Command.run(FOLDER + tool, "--help");
        assertThat(help.code()).as(help.stderr()).isZero();
        assertThat(help.stdout()).contains("--home", "--publish");
        Command.Result wrong = Command.run(FOLDER + tool, "--no-such-option");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.stderr()).contains("--no-such-option");
        Command.Result negative = Command.run(FOLDER + tool, "--warmup", "-1");
        assertThat(negative.code()).isEqualTo(2);
        assertThat(negative.stderr()).contains("--warmup: found -1.0 (expected: 0 or more)");
        Command.Result other = Command.run(FOLDER + tool, "--from", "pom.xml");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.stderr()).startsWith(tool + ": pom.xml does not hold the figures of a run of " + tool);
    }
}
