package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which requests over TLS are served, by which host, and what is told of TLS: a real nginx and the tarball's server with
 * the same hosts are sent the same bytes and answer the same, byte for byte but for their own name and the date.
 */
class TlsAdmissionTest {
    private static final String FREE = "free.site.example";
    private static final String STRICT = "strict.site.example";
    private static final String NO_SNI = "127.0.0.1";

    private static TlsSides sides;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Nginx.assumeInstalled();
        sides = new TlsSides(folder);
    }

    @AfterAll
    static void stop() {
        if (sides != null) {
            sides.close();
        }
    }

    private static String get(String host) {
        return "GET / HTTP/1.1|Host: " + host + "||";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1|Host: free.site.example||",
                "GET /a/path/without/a/route HTTP/1.1|Host: free.site.example||",
                "GET / HTTP/1.1|Host: strict.site.example||",
                "GET / HTTP/1.1|Host: unknown.site.example||",
                "GET / HTTP/1.1|Host: free.site.example|Connection: keep-alive||",
                "GET / HTTP/1.0||",
                "GET / HTTP/1.0|Host: strict.site.example|Connection: keep-alive||",
                "HEAD / HTTP/1.1|Host: free.site.example||",
                "POST / HTTP/1.1|Host: free.site.example|Content-Length: 4||body",
                "POST / HTTP/1.1|Host: free.site.example|Transfer-Encoding: chunked||4|body|0||",
            })
    void plainHttpIsRefused(String request) throws IOException {
        sides.same(RawClient::connect, request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage||", "GET / HTTP/1.1||", "GET / HTTP/1.1|Host: a b||", "GET / FTP/1.1||"})
    void whatIsNotHttpIsABadRequest(String request) throws IOException {
        sides.same(RawClient::connect, request);
        sides.same(sides.secure("none", FREE), request);
    }

    @Test
    void aHeadThatCannotBeReadIsAnsweredByTheHandshakesHost() throws IOException {
        sides.same(sides.secure("none", STRICT), "garbage||");
    }

    @ParameterizedTest
    @CsvSource({
        "strict, none",
        "strict, good",
        "strict, chain",
        "strict, expired",
        "strict, early",
        "strict, for servers",
        "strict, self-signed",
        "strict, self-signed expired",
        "strict, other",
        "strict, other expired",
        "strict, other chain",
        "strict, twin",
        "optional, none",
        "optional, good",
        "optional, chain",
        "optional, expired",
        "optional, self-signed",
        "optional, other",
        "optional, twin",
        "any, none",
        "any, good",
        "any, expired",
        "any, early",
        "any, for servers",
        "any, self-signed",
        "any, self-signed expired",
        "any, other",
        "any, other expired",
        "any, other chain",
        "any, twin",
        "free, good",
    })
    void aCertificateIsJudgedAsByNginx(String host, String client) throws IOException {
        String name = host + ".site.example";
        sides.same(sides.secure(client, name), get(name), get(name), "HEAD / HTTP/1.1|Host: " + name + "||");
        sides.same(sides.secure(client, name), "GET /a/path/without/a/route HTTP/1.1|Host: " + name + "||", get(name));
    }

    @ParameterizedTest
    @CsvSource({
        "free, strict",
        "free, optional",
        "free, any",
        "free, unknown",
        "free, also",
        "strict, free",
        "strict, also",
        "strict, optional",
        "strict, unknown",
        "optional, free",
        "optional, strict",
        "any, strict",
        "any, free",
    })
    void anotherHostThanTheHandshakesIsRefusedWhereItWantsCertificates(String asked, String host) throws IOException {
        String other = host + ".site.example";
        for (String client : List.of("none", "good")) {
            sides.same(sides.secure(client, asked + ".site.example"), get(other), get(other));
            sides.same(sides.secure(client, asked + ".site.example"), "GET / HTTP/1.0|Host: " + other + "||");
            sides.same(
                    sides.secure(client, asked + ".site.example"), get(asked + ".site.example"), get(other), get(FREE));
        }
    }

    @ParameterizedTest
    @CsvSource({"free, strict, none", "optional, strict, none", "strict, strict, none", "strict, strict, expired"})
    void aRefusalDoesNotWaitForTheBody(String asked, String host, String client) throws IOException {
        String head = "POST / HTTP/1.1|Host: " + host + ".site.example|Content-Length: ";
        sides.same(sides.secure(client, asked + ".site.example"), head + "4||body");
        sides.same(sides.secure(client, asked + ".site.example"), head + "4||");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "good", "expired", "other"})
    void errorPagesReplaceRefusals(String client) throws IOException {
        String name = "pages.site.example";
        sides.same(RawClient::connect, get(name));
        sides.same(RawClient::connect, "POST /path HTTP/1.0|Host: " + name + "|Content-Length: 4||body");
        sides.same(sides.secure(client, name), get(name), get(name));
        sides.same(sides.secure(client, name), get(STRICT));
        sides.same(sides.secure(client, FREE), get(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "strict", "optional", "any", "also", "unknown"})
    void withoutAHostFieldTheDefaultHostServesWhateverTheHandshakeNamed(String host) throws IOException {
        for (String client : List.of("none", "good", "other")) {
            sides.same(sides.secure(client, host + ".site.example"), "GET / HTTP/1.0||");
            sides.same(
                    sides.secure(client, host + ".site.example"),
                    "GET / HTTP/1.0|Connection: keep-alive||",
                    "GET /none HTTP/1.0||");
            sides.sameOn("lenient", sides.secure(client, STRICT), "GET / HTTP/1.0||");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "strict", "optional", "any", "unknown"})
    void aHandshakeForNoHostIsTheDefaultHosts(String host) throws IOException {
        String name = host + ".site.example";
        for (String asked : List.of(NO_SNI, "unknown.site.example")) {
            sides.same(sides.secure("none", asked), get(name), get(FREE), "GET / HTTP/1.0||");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FREE.site.example", "free.site.example:443", "free.site.example."})
    void theHostFieldIsReadAsByNginx(String host) throws IOException {
        sides.same(sides.secure("none", FREE), get(host));
        sides.same(
                sides.secure("good", STRICT), get(host.replace("free", "strict").replace("FREE", "STRICT")));
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLSv1.3, TLS_AES_128_GCM_SHA256",
        "TLSv1.3, TLS_AES_256_GCM_SHA384",
        "TLSv1.3, TLS_CHACHA20_POLY1305_SHA256",
    })
    void variablesTellTheSameOfASession(String protocol, String suite) throws IOException {
        Consumer<SSLParameters> only = parameters -> {
            parameters.setProtocols(new String[] {protocol});
            parameters.setCipherSuites(new String[] {suite});
        };
        sides.same(sides.secure("none", FREE, only), get(FREE));
        SSLContext forNginx = sides.client("none");
        SSLContext forSluice = sides.client("none");
        TlsSides.Way again = server ->
                RawClient.connectSecure(server, server.equals(sides.nginx("web")) ? forNginx : forSluice, FREE, only);
        sides.same(again, get(FREE));
        sides.same(again, get(FREE));
        assertThat(TlsSides.answers(sides.sluice("web"), again, get(FREE))).contains("[" + FREE + "][r]");
    }

    /** Listed in the manual: OpenSSL gives a session of TLS 1.2 none that the client keeps as a ticket. */
    @ParameterizedTest
    @CsvSource({"TLSv1.2, ''", "TLSv1.3, id"})
    void everySessionHasAnIdentifier(String protocol, String ofNginx) throws IOException {
        TlsSides.Way way = sides.secure("none", FREE, parameters -> parameters.setProtocols(new String[] {protocol}));
        String request = "GET /id HTTP/1.1|Host: " + FREE + "||";
        String digits = "\\[[0-9a-f]{64}]";
        assertThat(TlsSides.answers(sides.nginx("web"), way, request).replaceAll(digits, "[id]"))
                .contains("[" + ofNginx + "]");
        assertThat(TlsSides.answers(sides.sluice("web"), way, request).replaceAll(digits, "[id]"))
                .contains("[id]");
    }

    @Test
    void aNameThatNoHostHasIsRefusedWithTheSameAlert() throws Exception {
        for (String name : new String[] {"unknown.site.example", ""}) {
            assertThat(alert(sides.sluice("known"), name))
                    .isEqualTo(alert(sides.nginx("known"), name))
                    .isEqualTo("15030300020270"); // fatal, unrecognized_name
        }
        sides.sameOn("known", sides.secure("none", FREE), get(FREE));
    }

    /** What answers a first flight that asks for this name; empty for none. */
    private static String alert(InetSocketAddress server, String name) throws Exception {
        SSLEngine engine = sides.client("none").createSSLEngine();
        engine.setUseClientMode(true);
        if (!name.isEmpty()) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            engine.setSSLParameters(parameters);
        }
        ByteBuffer flight = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), flight);
        try (RawClient client = RawClient.connect(server)) {
            client.send(Arrays.copyOf(flight.array(), flight.position()));
            return HexFormat.of().formatHex(client.readToEnd());
        }
    }

    /** Listed in the manual: nginx lets the default host's authority open a host that trusts another one. */
    @Test
    void theDefaultHostsAuthorityDoesNotOpenAnotherHost() throws IOException {
        TlsSides.Way way = sides.secure("other", NO_SNI);
        assertThat(TlsSides.answers(sides.nginx("lenient"), way, get(STRICT))).startsWith("HTTP/1.1 200 OK");
        assertThat(TlsSides.answers(sides.sluice("lenient"), way, get(STRICT)))
                .startsWith("HTTP/1.1 421 Misdirected Request")
                .endsWith("FIN");
        sides.sameOn("lenient", way, get("lenient.site.example"));
        sides.sameOn("lenient", sides.secure("none", NO_SNI), get(STRICT));
        sides.sameOn("lenient", sides.secure("good", NO_SNI), get(STRICT));
        sides.sameOn("lenient", sides.secure("good", STRICT), get(STRICT));
    }

    @Test
    void aNameSentInCapitalsIsTheSameHosts() throws IOException {
        TlsSides.Way way = sides.secure("good", "STRICT.site.example");
        String told = TlsSides.answers(sides.sluice("web"), way, get(STRICT), "GET / HTTP/1.0||");
        assertThat(told).contains("[" + STRICT + "]");
        // Listed in the manual: $ssl_server_name is in lower case.
        assertThat(told)
                .isEqualTo(TlsSides.answers(sides.nginx("web"), way, get(STRICT), "GET / HTTP/1.0||")
                        .replace("STRICT.site.example", STRICT));
    }
}
