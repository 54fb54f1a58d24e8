package io.sluice.server.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.Headers;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.Fields;
import io.sluice.testkit.FakeExchange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyChainTest {
    private final FakeExchange exchange = FakeExchange.get("/");
    private final Fields fields = new Fields();

    /** Does the same to requests and responses. */
    private static PolicyChain.Named policy(String name, Consumer<Headers> change) {
        return new PolicyChain.Named(name, new HeaderPolicy() {
            @Override
            public void onRequest(Headers headers, ExchangeView view) {
                change.accept(headers);
            }

            @Override
            public void onResponse(Headers headers, ExchangeView view) {
                change.accept(headers);
            }
        });
    }

    private static PolicyChain chain(PolicyChain.Named... policies) {
        return PolicyChain.of(Arrays.asList(policies));
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        fields.forEach((name, value) -> lines.add(name + ": " + value));
        return lines;
    }

    @Test
    void policiesRunInOrderAndEachSeesWhatTheOnesBeforeItMade() {
        PolicyChain host = chain(policy("a", headers -> headers.add("X", "1")));
        PolicyChain route = chain(
                policy("b", headers -> headers.add("Y", headers.first("X") + "2")),
                policy("c", headers -> headers.set("X", headers.first("Y") + "3")));
        host.then(route).onRequest(fields, exchange);

        assertThat(lines()).containsExactly("X: 123", "Y: 12");

        host.then(route).onResponse(fields, exchange);
        assertThat(lines()).containsExactly("X: 123", "Y: 12", "Y: 1232");
    }

    @Test
    void aPolicyMayServeOneDirectionOnly() {
        HeaderPolicy none = new HeaderPolicy() {};
        PolicyChain chain = chain(new PolicyChain.Named("none", none));
        chain.onRequest(fields, exchange);
        chain.onResponse(fields, exchange);

        assertThat(lines()).isEmpty();
        assertThat(chain.isEmpty()).isFalse();
        assertThat(PolicyChain.EMPTY.then(PolicyChain.EMPTY).isEmpty()).isTrue();
    }

    @Test
    void aPolicyThatThrowsFailsTheExchangeWithItsName() {
        PolicyChain chain = chain(policy("broken", headers -> {
            throw new NoSuchMethodError("gone");
        }));

        assertThatThrownBy(() -> chain.onRequest(fields, exchange))
                .isInstanceOfSatisfying(
                        ProxyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.PLUGIN_FAILURE))
                .hasMessage("policy 'broken' on the request: java.lang.NoSuchMethodError: gone")
                .hasCauseInstanceOf(NoSuchMethodError.class);
        assertThatThrownBy(() -> chain.onResponse(fields, exchange))
                .hasMessage("policy 'broken' on the response: java.lang.NoSuchMethodError: gone");
    }

    @Test
    void anErrorOfTheMachineIsNotHidden() {
        PolicyChain chain = chain(policy("large", headers -> {
            throw new OutOfMemoryError("test");
        }));

        assertThatThrownBy(() -> chain.onRequest(fields, exchange)).isInstanceOf(OutOfMemoryError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "connection",
                "Keep-Alive",
                "Proxy-Connection",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Content-Length",
                "Upgrade",
                "Sec-WebSocket-Key",
                "Sec-WebSocket-Accept",
                "sec-websocket-extensions",
                "Sec-WebSocket-Version",
                "Sec-WebSocket-Future"
            })
    void fieldsOfTheConnectionCanBeReadButNotChanged(String name) {
        fields.add(name, "before");
        List<Consumer<Headers>> changes = List.of(
                headers -> headers.set(name, "x"), headers -> headers.add(name, "x"), headers -> headers.remove(name));
        for (Consumer<Headers> change : changes) {
            assertThatThrownBy(() -> chain(policy("p", change)).onRequest(fields, exchange))
                    .hasRootCauseInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("header field '" + name + "' belongs to the connection");
        }
        chain(policy("reader", headers -> assertThat(headers.first(name)).isEqualTo("before")))
                .onRequest(fields, exchange);

        assertThat(lines()).containsExactly(name + ": before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Protocol", "X-Connection", "Cookie", "Via"})
    void otherFieldsCanBeChanged(String name) {
        chain(policy("p", headers -> headers.set(name, "x"))).onRequest(fields, exchange);

        assertThat(lines()).containsExactly(name + ": x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\u20ac"})
    void aValueThatWouldBreakTheHeadIsRefused(String value) {
        assertThatThrownBy(() ->
                        chain(policy("p", headers -> headers.add("X", value))).onRequest(fields, exchange))
                .isInstanceOf(ProxyException.class)
                .hasMessageContaining("value of header field 'X'");
        assertThat(lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "\u00e9", "a\n"})
    void aNameThatIsNoTokenIsRefused(String name) {
        assertThatThrownBy(() ->
                        chain(policy("p", headers -> headers.set(name, "x"))).onRequest(fields, exchange))
                .isInstanceOf(ProxyException.class)
                .hasMessageContaining("is no token");
    }

    @Test
    void aRequestKeepsExactlyOneHost() {
        fields.add("Host", "before");
        assertThatThrownBy(() ->
                        chain(policy("p", headers -> headers.add("host", "x"))).onRequest(fields, exchange))
                .hasMessageContaining("cannot be added");
        assertThatThrownBy(() ->
                        chain(policy("p", headers -> headers.remove("HOST"))).onRequest(fields, exchange))
                .hasMessageContaining("cannot be removed");
        chain(policy("p", headers -> headers.set("Host", "after"))).onRequest(fields, exchange);

        assertThat(lines()).containsExactly("Host: after");
    }

    @Test
    void fieldsThatAPolicyKeptAreDeadAfterwards() {
        List<Headers> kept = new ArrayList<>();
        chain(policy("keeper", kept::add)).onRequest(fields, exchange);

        assertThatThrownBy(() -> kept.get(0).set("X", "late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after the policy had returned");
    }

    @Test
    void everyFieldCanBeRead() {
        fields.add("A", "1");
        fields.add("a", "2");
        chain(policy("p", headers -> {
                    assertThat(headers.size()).isEqualTo(2);
                    assertThat(headers.all("a")).containsExactly("1", "2");
                    assertThat(headers.contains("A")).isTrue();
                    List<String> seen = new ArrayList<>();
                    headers.forEach((name, value) -> seen.add(name + value));
                    assertThat(seen).containsExactly("A1", "a2");
                }))
                .onRequest(fields, exchange);
    }
}
