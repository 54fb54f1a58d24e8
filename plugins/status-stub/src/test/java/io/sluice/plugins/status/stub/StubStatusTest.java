package io.sluice.plugins.status.stub;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.testkit.FakeStatus;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StubStatusTest {
    private final StatusEndpoint endpoint = new StubStatusFactory().create(TestSettings.empty());

    @Test
    void thePageIsNginxsWithTheSpacesAtTheEndsOfLines() {
        StatusResponse response = endpoint.respond(FakeStatus.of(291, 16630948, 16630946, 31070465, 6, 179, 106));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("text/plain");
        assertThat(response.body()).isEqualTo("""
                        Active connections: 291\s
                        server accepts handled requests
                         16630948 16630946 31070465\s
                        Reading: 6 Writing: 179 Waiting: 106\s
                        """);
    }

    @Test
    void itIsMountedWhereTheConfigurationsOfNginxHaveIt() {
        assertThat(endpoint.path()).isEqualTo("/stub_status");
    }

    @Test
    void theSameFiguresGiveTheSameBytesAsARealNginx(@TempDir Path folder) throws IOException {
        Nginx.assumeInstalled();
        HttpMessage answer;
        try (Nginx nginx = Nginx.start(
                        folder,
                        port -> "server { listen 127.0.0.1:" + port + "; location = /stub_status { stub_status; } }");
                RawClient idle = RawClient.connect(nginx.address());
                RawClient client = RawClient.connect(nginx.address())) {
            idle.get("/");
            answer = client.get("/stub_status");
        }
        long[] figures = Pattern.compile("[0-9]+")
                .matcher(answer.bodyText())
                .results()
                .map(MatchResult::group)
                .mapToLong(Long::parseLong)
                .toArray();
        StatusResponse response = endpoint.respond(
                FakeStatus.of(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5], figures[6]));

        assertThat(response.body()).isEqualTo(answer.bodyText());
        assertThat(response.contentType()).isEqualTo(answer.header("Content-Type"));
    }
}
