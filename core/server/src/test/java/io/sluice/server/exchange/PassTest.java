package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.api.Template;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.observe.Metrics;
import io.sluice.server.upstream.PoolDirectory;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.FakeExchange;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where variables name no back end. */
class PassTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://$arg_backend    |              | NO_ENDPOINT | no host in "http://", which is %s (expected: the name of an upstream, an IP address, or the name of a host and sluice.resolver.addresses)
            http://$arg_backend/a  |              | NO_ENDPOINT | no host in "http:///a", which is %s (expected: the name of an upstream, an IP address, or the name of a host and sluice.resolver.addresses)
            https://$arg_backend/a | chat.example | NO_ENDPOINT | no resolver defined to resolve chat.example in "https://chat.example/a", which is %s (expected: the name of an upstream, an IP address, or the name of a host and sluice.resolver.addresses)
            $arg_backend           |              | INTERNAL    | invalid URL prefix in "", which is %s (expected: http://… or https://…)
            """)
    void theExpressionAndItsRouteAreNamed(String text, String backend, ErrorKind kind, String message) {
        String what = "pass = \"" + text + "\" of route /ws";
        PoolDirectory none = new PoolDirectory(Map.of(), Optional.empty(), Optional.empty(), 1, new Metrics());
        Pass pass = new Pass(what, new Variables().compile(text, Template.Escape.NONE), none, none);
        FakeExchange exchange = FakeExchange.get(backend == null ? "/ws" : "/ws?backend=" + backend);

        ProxyException refused = catchThrowableOfType(ProxyException.class, () -> pass.of(exchange));
        assertThat(refused).hasMessage(message.formatted(what));
        assertThat(refused.kind()).isEqualTo(kind);
    }
}
