package io.sluice.plugins.headers.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.FakeHeaders;
import io.sluice.testkit.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesPolicyTest {
    private static HeaderPolicy policy(String hocon) {
        Settings settings = TestSettings.of(hocon);
        HeaderPolicy policy = new RulesFactory().create(settings);
        assertThat(TestSettings.complaints(settings)).isEmpty();
        return policy;
    }

    private static List<String> request(String hocon, String... lines) {
        FakeHeaders headers = FakeHeaders.of(lines);
        policy(hocon).onRequest(headers, FakeExchange.get("/x").requestHeader("Tenant", "acme"));
        return headers.lines();
    }

    private static List<String> response(String hocon, int status, String... lines) {
        FakeHeaders headers = FakeHeaders.of(lines);
        policy(hocon).onResponse(headers, FakeExchange.get("/x").answered(status, lines));
        return headers.lines();
    }

    @Test
    void settingReplacesAllFieldsOfTheNameInThePlaceOfTheFirst() {
        assertThat(request("request { set { X-A = new } }", "Host: h", "x-a: 1", "X-B: 2", "X-A: 3"))
                .containsExactly("Host: h", "X-A: new", "X-B: 2");
    }

    @Test
    void settingAppendsAFieldThatWasNotThere() {
        assertThat(request("request { set { X-A = new } }", "Host: h")).containsExactly("Host: h", "X-A: new");
    }

    @Test
    void addingKeepsTheFieldsThatAreThere() {
        assertThat(request("request { add { X-A = [one, two] } }", "X-A: zero"))
                .containsExactly("X-A: zero", "X-A: one", "X-A: two");
    }

    @Test
    void removingTakesAllFieldsOfTheName() {
        assertThat(request("request { remove = [x-a, X-C] }", "X-A: 1", "X-B: 2", "x-A: 3"))
                .containsExactly("X-B: 2");
    }

    @Test
    void removingComesFirstThenSettingThenAdding() {
        assertThat(request("request { add { X-A = added }, set { X-A = set }, remove = X-A }", "X-A: 1"))
                .containsExactly("X-A: set", "X-A: added");
    }

    @Test
    void valuesMayHaveVariables() {
        assertThat(request("request { set { X-A = \"$http_tenant:$request_uri\" } }"))
                .containsExactly("X-A: acme:/x");
    }

    @Test
    void aValueThatComesOutEmptyIsNotSent() {
        assertThat(request("request { set { X-A = \"$http_none\" }, add { X-B = \"$http_none\" } }", "X-A: 1"))
                .isEmpty();
    }

    @Test
    void hostMayBeSetButAnEmptyOneLeavesItAsItIs() {
        assertThat(request("request { set { Host = \"$http_tenant\" } }", "Host: h"))
                .containsExactly("Host: acme");
        assertThat(request("request { set { Host = \"$http_none\" } }", "Host: h"))
                .containsExactly("Host: h");
    }

    @Test
    void eachDirectionHasItsOwnRules() {
        String hocon = "request { set { X-A = a } }, response { set { X-B = b } }";

        assertThat(request(hocon)).containsExactly("X-A: a");
        assertThat(response(hocon, 200)).containsExactly("X-B: b");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 200, 404, 502})
    void responsesOfEveryStatusAreChanged(int status) {
        assertThat(response("response { add { X-B = b } }", status)).containsExactly("X-B: b");
    }

    @ParameterizedTest
    @CsvSource({
        "200, true", "201, true", "204, true", "206, true", "301, true", "302, true", "303, true", "304, true",
        "307, true", "308, true", "101, false", "203, false", "400, false", "404, false", "500, false", "502, false"
    })
    void withoutAlwaysOnlyTheStatusesOfNginxsAddHeaderAre(int status, boolean changed) {
        assertThat(response("response { always = off, set { X-B = b }, remove = Server }", status, "Server: s"))
                .isEqualTo(changed ? List.of("X-B: b") : List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    request.set.Connection = upgrade      | Connection' belongs to the connection
                    request.add.Transfer-Encoding = x     | Transfer-Encoding' belongs to the connection
                    response.set.Upgrade = x              | Upgrade' belongs to the connection
                    response.remove = [sec-websocket-key] | sec-websocket-key' belongs to the connection
                    request.set."X A" = x                 | X A' is no token
                    request.add.Host = x                  | Host can only be set
                    request.remove = [host]               | Host can only be set
                    request.set.X-A = [1, 2]              | expected: a text
                    request.set.X-A = "$nothing"          | unknown variable $nothing
                    request.set.X-A = "a\\nb"             | expected: a text without CR, LF and NUL
                    """)
    void aRuleThatCouldNotBeAppliedIsRefusedAtTheStart(String hocon, String message) {
        assertThatThrownBy(() -> new RulesFactory().create(TestSettings.of(hocon)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("test.conf")
                .hasMessageContaining(message);
    }

    @Test
    void secWebSocketProtocolMayBeSet() {
        assertThat(request("request { set { Sec-WebSocket-Protocol = chat } }"))
                .containsExactly("Sec-WebSocket-Protocol: chat");
    }
}
