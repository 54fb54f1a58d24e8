package io.sluice.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.ClientConfig;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.RedirectRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostTableTest {
    private static final HostTable TABLE = new HostTable(
            "secure",
            List.of(
                    host("exact", "secure", "chat.example.com"),
                    host("below", "secure", "*.example.com"),
                    host("after", "secure", "www.example.*"),
                    host("regex", "secure", "~^chat[0-9]+\\."),
                    host("other", "web", "other.example.org")));

    @ParameterizedTest
    @CsvSource({
        "chat.example.com,  exact",
        "a.b.example.com,   below",
        "www.example.net,   after",
        "chat7.example.net, regex",
        "example.com,       ''",
        "other.example.org, ''",
        "'',                ''",
    })
    void aNameFindsItsHostAsARequestFindsItsServer(String name, String host) {
        assertThat(TABLE.find(name).map(HostConfig::name).orElse("")).isEqualTo(host);
    }

    private static HostConfig host(String name, String listener, String serverName) {
        return new HostConfig(
                name,
                List.of(serverName),
                List.of(listener),
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                ClientConfig.NONE,
                RedirectRules.DEFAULT,
                List.of(),
                List.of(),
                Map.of());
    }
}
