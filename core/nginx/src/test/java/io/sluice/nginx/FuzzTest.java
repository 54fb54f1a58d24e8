package io.sluice.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sluice.nginx.directive.Checker;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that nobody would write. */
class FuzzTest {
    private static final long SEED = 20_261_121;
    private static final int FILES = 2000;
    private static final int COMPARED = 150;
    private static final String SNIPPETS = ";{}\"'\\#$ \n\t\r()=~^*@/:0k";

    /** The refusals that depend on words and places alone, not on names that resolve or files that are there. */
    private static final Pattern OF_SYNTAX =
            Pattern.compile("unexpected .*|unknown directive .*|.* is not allowed here .*"
                    + "|invalid number of arguments .*|directive \".*|too long .*|.* directive is duplicate.*");

    @TempDir
    private Path folder;

    @Test
    void noFileMakesItFailOrHang() throws IOException {
        Random random = new Random(SEED);
        List<byte[]> seeds = seeds();
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < FILES; i++) {
                Path file = write(mutated(seeds.get(random.nextInt(seeds.size())), random));
                Configuration configuration = Configuration.read(file);
                assertThat(Checker.check(configuration)).isNotNull();
                assertThat(Scope.of(configuration).context()).isNotNull();
            }
        });
    }

    @Test
    void aRealNginxFindsTheSameFirstFaultOfSyntax() throws Exception {
        RealNginx.assumeInstalled();
        Random random = new Random(SEED);
        List<byte[]> seeds = seeds();
        int compared = 0;
        for (int i = 0; i < COMPARED; i++) {
            Path file = write(mutated(seeds.get(random.nextInt(seeds.size())), random));
            Optional<String> nginx = RealNginx.firstRefusal(file);
            if (nginx.isPresent() && OF_SYNTAX.matcher(nginx.get()).matches()) {
                Problem first = Checker.check(Configuration.read(file)).get(0);
                String words = first.message()
                        + first.place().map(place -> " in " + place).orElse("");
                // A name may have a newline in it; nginx's message is read up to there.
                assertThat(words.lines().findFirst()).as(Files.readString(file)).isEqualTo(nginx);
                compared++;
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(COMPARED / 3);
    }

    /** The realistic configurations, each in one file, without bytes that would be shown otherwise in messages. */
    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (Path file : Copies.mainFiles()) {
            seeds.add(Copies.inOneFile(Configuration.read(file)).getBytes(StandardCharsets.US_ASCII));
        }
        return seeds;
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("nginx.conf"), content);
    }

    private static byte[] mutated(byte[] seed, Random random) {
        StringBuilder text = new StringBuilder(new String(seed, StandardCharsets.US_ASCII));
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length());
            int length = Math.min(random.nextInt(20), text.length() - at);
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, SNIPPETS.charAt(random.nextInt(SNIPPETS.length())));
                case 1 -> text.delete(at, at + length);
                case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, at + length));
                default -> text.setCharAt(at, SNIPPETS.charAt(random.nextInt(SNIPPETS.length())));
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
