package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** https and wss with the client of the JDK, which offers h2 by ALPN and gets HTTP/1.1. */
class TlsJavaClientTest {
    private static TestCertificates ca;
    private static ScriptedBackend mirror;
    private static ScriptedBackend echo;
    private static RunningSluice sluice;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        ca = TestCertificates.ca(folder.resolve("ca"));
        TestCertificate certificate = ca.server("localhost", Key.EC);
        mirror = ScriptedBackend.start(Scripts.mirroringBody());
        echo = ScriptedBackend.start(Scripts.echo());
        sluice = RunningSluice.in(folder)
                .start("""
                sluice {
                  listeners { secure { bind = "127.0.0.1:0", tls { certificate = "%s", key = "%s" } } }
                  upstreams { mirror { servers = ["%s"] }, echo { servers = ["%s"] } }
                  hosts {
                    site {
                      routes = [
                        { path = "/tls", return { status = 200, body = "$ssl_protocol $ssl_alpn_protocol $server_protocol" } }
                        { path = "/mirror", upstream = mirror, max-body = 10M }
                        { path = "/echo", upstream = echo }
                      ]
                    }
                  }
                }
                """.formatted(certificate.certificate(), certificate.key(), mirror.hostPort(), echo.hostPort()));
    }

    @AfterAll
    static void stop() throws Exception {
        sluice.close();
        mirror.close();
        echo.close();
    }

    private static HttpClient client(String protocol) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {protocol});
        return HttpClient.newBuilder()
                .sslContext(ca.clientContext())
                .sslParameters(parameters)
                .connectTimeout(Eventually.DEADLINE)
                .build();
    }

    private static URI uri(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + sluice.port("secure") + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void requestsAndBodiesOverHttps(String protocol) throws Exception {
        HttpClient client = client(protocol);
        HttpRequest told = HttpRequest.newBuilder(uri("https", "/tls")).build();
        assertThat(client.send(told, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo(protocol + " http/1.1 HTTP/1.1");
        String body = "0123456789abcdef".repeat(200_000);
        HttpRequest mirrored = HttpRequest.newBuilder(uri("https", "/mirror"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(client.send(mirrored, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void messagesOverWss(String protocol) throws Exception {
        Heard heard = new Heard();
        WebSocket socket = client(protocol)
                .newWebSocketBuilder()
                .buildAsync(uri("wss", "/echo"), heard)
                .get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        socket.sendText("grüezi", true).join();
        assertThat(heard.next()).isEqualTo("grüezi");
        socket.sendBinary(ByteBuffer.wrap(new byte[100_000]), true).join();
        assertThat(heard.next()).isEqualTo("100000 bytes");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").join();
        assertThat(heard.next()).isEqualTo("closed 1000");
    }

    /** Whole messages, as they come. */
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private int bytes;

        String next() throws InterruptedException {
            return messages.poll(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            bytes += data.remaining();
            if (last) {
                messages.add(bytes + " bytes");
                bytes = 0;
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            messages.add("closed " + code);
            return null;
        }
    }
}
