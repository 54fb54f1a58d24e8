package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Header fields set by the policies and by a real nginx with the directives they stand for: the back end sees the same. */
class NginxHeadersTest {
    private static ScriptedBackend backend;
    private static Nginx nginx;
    private static RunningSluice sluice;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        backend = ScriptedBackend.start(Scripts.echo());
        nginx = Nginx.start(
                Files.createDirectory(folder.resolve("nginx")), port -> """
                server {
                  listen 127.0.0.1:%1$d; server_name example.com;
                  location / {
                    proxy_pass http://%2$s; proxy_http_version 1.1;
                    proxy_set_header Host $http_host;
                    proxy_set_header Connection "";
                    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_set_header X-Forwarded-Host $http_host;
                    proxy_set_header X-Tenant "tenant-$arg_tenant";
                    proxy_set_header Cookie "";
                    add_header X-Served "$status by $server_name" always;
                    add_header X-Uri $uri always;
                  }
                }
                server {
                  listen 127.0.0.1:%1$d; server_name realip.example;
                  set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For; real_ip_recursive on;
                  location / { proxy_pass http://%2$s; proxy_set_header X-Real-IP $remote_addr; }
                }
                """.formatted(port, backend.hostPort()));
        sluice = RunningSluice.in(folder).start("""
                        sluice {
                          listeners { web { bind = "127.0.0.1:0" } }
                          upstreams { back { servers = ["%s"] } }
                          hosts {
                            site {
                              names = ["example.com", "realip.example"]
                              policies = [
                                { policy = forwarded, trusted-proxies = ["127.0.0.1/32"], x-forwarded-port = off }
                                { policy = rules
                                  request { set { X-Tenant = "tenant-$arg_tenant" }, remove = [Cookie] }
                                  response { add { X-Served = "$status by $server_name", X-Uri = "$uri" } } }
                              ]
                              routes = [{ path = "/", upstream = back }]
                            }
                            other {
                              names = ["other.example"], policies = [forwarded]
                              routes = [{ path = "/", upstream = back }]
                            }
                          }
                        }
                        """.formatted(backend.hostPort()));
    }

    @AfterAll
    static void stop() throws Exception {
        try (Nginx stopped = nginx;
                RunningSluice alsoStopped = sluice) {
            if (backend != null) {
                backend.close();
            }
        }
    }

    private static HttpMessage ask(InetSocketAddress server, String target, String lines) throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            return client.get(target, lines.split("\\|", -1));
        }
    }

    /** The fields of a head that the configuration is about, sorted; X-Real-IP has a test of its own. */
    private static List<String> compared(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("X-Real-IP"))
                .filter(line -> line.matches("(?i)(x-|cookie|host|accept|user-agent|forwarded).*"))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: example.com",
                "Host: example.com:8080|User-Agent: a|Accept: */*",
                "Host: EXAMPLE.com|Cookie: a=b|Cookie: c=d",
                "Host: example.com|X-Forwarded-For: 192.0.2.7",
                "Host: example.com|X-Forwarded-For: 192.0.2.7, 198.51.100.1|x-forwarded-for: 203.0.113.9",
                "Host: example.com|X-Forwarded-For: ",
                "Host: example.com|X-Tenant: forged|X-Tenant: twice"
            })
    void theSameFieldsReachTheBackEnd(String lines) throws IOException {
        String target = "/a%20b?tenant=7&x=y";
        HttpMessage expected = ask(nginx.address(), target, lines);
        HttpMessage actual = ask(sluice.address("web"), target, lines);
        assertThat(compared(actual.bodyText().lines().toList()))
                .isEqualTo(compared(expected.bodyText().lines().toList()));
        assertThat(compared(actual.headerLines())).isEqualTo(compared(expected.headerLines()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Other: none",
                "X-Forwarded-For: 192.0.2.7",
                "X-Forwarded-For: 192.0.2.7, 198.51.100.1",
                "X-Forwarded-For: 192.0.2.7|X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-For: 192.0.2.7, 127.0.0.1",
                "X-Forwarded-For: 2001:db8::1"
            })
    void theClientBehindATrustedProxyIsTheOneThatRealipFinds(String lines) throws IOException {
        assertThat(realIp(sluice.address("web"), lines)).isEqualTo(realIp(nginx.address(), lines));
    }

    private static String realIp(InetSocketAddress server, String lines) throws IOException {
        return ask(server, "/", "Host: realip.example|" + lines)
                .bodyText()
                .lines()
                .filter(line -> line.startsWith("X-Real-IP: "))
                .findFirst()
                .orElse("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 1.2.3.4",
                "X-Real-IP: 1.2.3.4",
                "X-Forwarded-Proto: https",
                "Forwarded: for=1.2.3.4"
            })
    void whatAnUntrustedClientClaimsDoesNotReachTheBackEnd(String forged) throws IOException {
        List<String> seen = ask(sluice.address("web"), "/", "Host: other.example|" + forged)
                .bodyText()
                .lines()
                .toList();
        assertThat(seen)
                .doesNotContain(forged)
                .contains(
                        "X-Forwarded-For: 127.0.0.1",
                        "X-Real-IP: 127.0.0.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Host: other.example",
                        "X-Forwarded-Port: " + sluice.port("web"))
                .noneMatch(line -> line.startsWith("Forwarded:"));
    }

    @Test
    void policiesActOnUpgradesAsOnOtherRequests() throws IOException {
        try (WebSocketPeer peer =
                WebSocketClient.open(sluice.address("web"), "/ws?tenant=9", "Host: example.com", "Cookie: secret=1")) {
            assertThat(peer.handshake().header("X-Served")).isEqualTo("101 by example.com");
            peer.text("hello");
            assertThat(peer.readMessage().text()).isEqualTo("hello");
        }
        HttpMessage seen = backend.requests().stream()
                .filter(request -> request.target().startsWith("/ws"))
                .findFirst()
                .orElseThrow();
        assertThat(seen.header("X-Tenant")).isEqualTo("tenant-9");
        assertThat(seen.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(seen.headers().contains("Cookie")).isFalse();
    }
}
