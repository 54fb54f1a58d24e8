package io.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.AdminToken;
import io.sluice.server.config.AdminToken.Right;
import io.sluice.server.config.AdminTokenReader;
import io.sluice.testkit.FakeExchange;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static final String OPS = "ops-0123456789abcdefghij";
    private static final String VIEW = "view-0123456789abcdefghi";

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Tokens tokens =
            new Tokens(List.of(token("view", VIEW, Right.READ), token("ops", OPS, Right.READ, Right.WRITE)), now::get);

    private static AdminToken token(String name, String text, Right... rights) {
        return new AdminToken(
                name, HexFormat.of().formatHex(AdminTokenReader.digest(text)), Set.of(rights), Optional.empty());
    }

    private static FakeExchange shows(String field) {
        FakeExchange exchange = FakeExchange.get("/");
        return field.isEmpty() ? exchange : exchange.requestHeader("Authorization", field);
    }

    private int status(FakeExchange exchange, Right right) {
        return tokens.check(exchange, right).refusal().map(Refusal::status).orElse(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'', READ, 401",
        "'', WRITE, 401",
        "Bearer " + OPS + ", READ, 200",
        "Bearer " + OPS + ", WRITE, 200",
        "bearer   " + OPS + ", WRITE, 200",
        "Bearer " + VIEW + ", READ, 200",
        "Bearer " + VIEW + ", WRITE, 403",
        "Bearer " + OPS + "x, READ, 401",
        "Bearer OPS-0123456789abcdefghij, READ, 401",
        "Bearer, READ, 401",
        "Digest " + OPS + ", READ, 401",
        OPS + ", READ, 401"
    })
    void aTokenHasTheRightsItWasGiven(String field, Right right, int status) {
        assertThat(status(shows(field), right)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"READ, 200", "WRITE, 401"})
    void aBrowserMayShowItAsAPasswordToRead(Right right, int status) {
        String pair = Base64.getEncoder().encodeToString(("me:" + OPS).getBytes(StandardCharsets.UTF_8));

        assertThat(status(shows("Basic " + pair), right)).isEqualTo(status);
        assertThat(status(shows("Basic %%%"), right)).isEqualTo(401);
    }

    @Test
    void twoFieldsAreNoToken() {
        assertThat(status(shows("Bearer " + OPS).requestHeader("Authorization", "Bearer " + OPS), Right.READ))
                .isEqualTo(401);
    }

    @Test
    void noRefusalShowsTheToken() {
        assertThat(tokens.check(shows("Bearer secret-secret-secret-secret"), Right.READ)
                        .refusal()
                        .orElseThrow()
                        .message())
                .doesNotContain("secret");
    }

    @Test
    void whoTriesManyIsPutOffButForTheRightOne() {
        for (int i = 0; i < FailedTries.MOST; i++) {
            assertThat(status(shows("Bearer wrong" + i), Right.READ)).isEqualTo(401);
        }
        assertThat(status(shows("Bearer wrong"), Right.READ)).isEqualTo(429);
        assertThat(status(shows("Bearer " + OPS), Right.READ)).isEqualTo(200);
        assertThat(status(shows("Bearer wrong"), Right.READ))
                .as("that changes nothing")
                .isEqualTo(429);
        assertThat(status(shows("Bearer " + OPS).client("192.0.2.2"), Right.READ))
                .isEqualTo(200);
        assertThat(status(shows(""), Right.READ)).as("no token, no try").isEqualTo(401);

        now.addAndGet(Duration.ofSeconds(FailedTries.WINDOW_SECONDS).toNanos());
        assertThat(status(shows("Bearer wrong"), Right.READ)).isEqualTo(401);
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() throws Exception {
        FailedTries tries = new FailedTries();
        for (int i = 0; i < FailedTries.MOST; i++) {
            tries.failed(InetAddress.getByName("2001:db8::" + i), 0);
        }
        assertThat(tries.putOff(InetAddress.getByName("2001:db8::ffff"), 1)).isTrue();
        assertThat(tries.putOff(InetAddress.getByName("2001:db8:0:1::1"), 1)).isFalse();
    }

    @Test
    void ofManyAddressesTheOldestAreForgotten() throws Exception {
        FailedTries tries = new FailedTries();
        InetAddress first = InetAddress.getByName("10.255.0.1");
        for (int i = 0; i < FailedTries.MOST; i++) {
            tries.failed(first, 0);
        }
        for (int i = 0; i < FailedTries.ADDRESSES; i++) {
            tries.failed(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}), 0);
        }
        assertThat(tries.putOff(first, 1)).isFalse();
    }
}
