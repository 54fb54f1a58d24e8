package io.sluice.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.config.ConfigLoader;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.FakeExchange;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticFilesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws Exception {
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/in.txt"), "0123456789");
        Files.writeString(folder.resolve("secret"), "x");
    }

    @ParameterizedTest
    @CsvSource({
        "/i,  alias = \"data/\",       /i../secret,    404",
        "/i,  alias = \"data/\",       /i/in.txt,      200",
        "/i,  alias = \"data/.\",      /i./secret,     404",
        "/,   root = data,             /../secret,     400",
        "/,   root = data,             /a/../in.txt,   400",
        "/,   root = data,             /..,            400",
        "/,   root = data,             in.txt,         400",
        "/,   root = \"data/$arg_x\",  /secret?x=..,   404",
        "/,   root = \"$arg_x\",       /secret,        404",
        "/,   root = \"$arg_x\",       /in.txt?x=data, 200",
    })
    void noNameLeadsOutOfItsFolder(String path, String files, String target, int status) throws Exception {
        assertThat(status(answer(200, path, files, target))).isEqualTo(status);
    }

    @Test
    void aNulIsRefused() throws Exception {
        assertThat(status(answer(200, "/", "root = data", "/in.txt\0"))).isEqualTo(400);
    }

    @Test
    void inPlaceOfAnErrorAllOfTheFileIsSentWithTheErrorsStatus() throws Exception {
        Answer.Found found = (Answer.Found) answer(503, "/", "root = data", "/in.txt");
        try (FileBody body = found.body()) {
            assertThat(found.status()).isEqualTo(503);
            assertThat(body.length()).isEqualTo(10);
            assertThat(found.fields().contains("Last-Modified")).isFalse();
            assertThat(found.fields().contains("Accept-Ranges")).isFalse();
        }
    }

    @Test
    void aFileThatIsCutWhileItIsSentEndsInAnError() throws Exception {
        Answer.Found found = (Answer.Found) answer(200, "/", "root = data", "/in.txt");
        try (FileBody body = found.body()) {
            assertThat(body.read(ByteBuffer.allocate(4))).isEqualTo(4);
            Files.writeString(folder.resolve("data/in.txt"), "0123");
            assertThatThrownBy(() -> body.read(ByteBuffer.allocate(4)))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("expected: at least 10 bytes");
        }
    }

    @Test
    void aFileThatGrowsIsSentAsItWas() throws Exception {
        Answer.Found found = (Answer.Found) answer(200, "/", "root = data", "/in.txt");
        try (FileBody body = found.body()) {
            Files.writeString(folder.resolve("data/in.txt"), "0123456789abc");
            assertThat(body.read(ByteBuffer.allocate(20))).isEqualTo(10);
            assertThat(body.read(ByteBuffer.allocate(20))).isEqualTo(-1);
        }
    }

    private Answer answer(int status, String path, String files, String target) throws Exception {
        Path file = Files.writeString(folder.resolve("sluice.conf"), """
                sluice { listeners { web { bind = "127.0.0.1:0" } }
                  hosts { site { routes = [{ path = "%s", files { %s } }] } } }
                """.formatted(path, files));
        StaticFiles served = StaticFiles.of(ConfigLoader.load(file, folder, new Variables())
                        .hosts()
                        .get(0)
                        .routes()
                        .get(0))
                .orElseThrow();
        FakeExchange exchange = FakeExchange.get(target);
        int mark = target.indexOf('?');
        return served.answer(
                status,
                "GET",
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                exchange.requestHeaders(),
                exchange);
    }

    private static int status(Answer answer) throws Exception {
        if (answer instanceof Answer.Found found) {
            found.body().close();
            return found.status();
        }
        return ((Answer.Refused) answer).status();
    }
}
