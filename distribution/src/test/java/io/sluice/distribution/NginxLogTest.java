package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same requests to a real nginx and to Sluice: the same lines in the log, variable by variable. */
class NginxLogTest {
    /** Variables whose values do not depend on the moment, on a port or on the server's own header fields. */
    private static final String PATTERN = "$remote_addr - $remote_user [$request] $status $body_bytes_sent"
            + " method=$request_method uri=$uri request_uri=$request_uri args=$args query=$query_string a=$arg_a"
            + " length=$request_length host=$host scheme=$scheme protocol=$server_protocol name=$server_name"
            + " addr=$server_addr requests=$connection_requests agent=$http_user_agent x=$http_x_odd cookie=$cookie_c"
            + " type=$sent_http_content_type sent=$sent_http_x_sent up=$upstream_status received=$upstream_http_x_sent"
            + " xff=$proxy_add_x_forwarded_for referer=\\\"$http_referer\\\"";

    private static ScriptedBackend backend;
    private static Nginx nginx;
    private static RunningSluice sluice;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        backend = ScriptedBackend.start(Scripts.answeringExactly(
                "HTTP/1.1 203 Fine\r\nContent-Type: text/x\r\nX-Sent: a\"b\\c\r\nContent-Length: 5\r\n\r\nhello"));
        nginx = Nginx.start(Files.createDirectory(folder.resolve("nginx")), port ->
                """
                log_format compared "%s";
                server {
                  listen 127.0.0.1:%d; server_name log.example;
                  access_log access.log compared;
                  location / { proxy_pass http://%s; proxy_http_version 1.1; proxy_set_header Host $http_host; }
                  location /gone { proxy_pass http://127.0.0.1:9; }
                }
                """.formatted(PATTERN, port, backend.hostPort()));
        sluice = RunningSluice.in(folder).start("""
                        sluice {
                          listeners { web { bind = "127.0.0.1:0" } }
                          upstreams { back { servers = ["%s"] }, gone { servers = ["127.0.0.1:9"] } }
                          hosts {
                            site {
                              names = ["log.example"]
                              routes = [{ path = "/", upstream = back }, { path = "/gone", upstream = gone }]
                            }
                          }
                          access-log { file = "logs/access.log", format { type = template, template = "%s" } }
                        }
                        """.formatted(backend.hostPort(), PATTERN));
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

    private static String logged(InetSocketAddress server, Path log, String request) throws IOException {
        int before = lines(log).size();
        try (RawClient client = RawClient.connect(server)) {
            client.send(Escapes.bytes(request));
            client.readResponse(request.startsWith("HEAD") ? "HEAD" : "GET");
            client.shutdownOutput();
            client.readToEnd();
        }
        List<String> all = Eventually.value("a line in " + log, () -> lines(log), lines -> lines.size() > before);
        return all.get(before);
    }

    private static List<String> lines(Path log) throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /x HTTP/1.1\\r\\nHost: log.example\\r\\n\\r\\n",
                "GET /x?a=1&b=2 HTTP/1.1\\r\\nHost: LOG.example:80\\r\\nUser-Agent: test/1 (a; b)\\r\\nCookie: b=1; c=two; d=3\\r\\n\\r\\n",
                "GET /a%20b//c/../d?A=x&a= HTTP/1.1\\r\\nHost: log.example\\r\\nX-Odd: q\"uote\\r\\nReferer: http://r/\\r\\n\\r\\n",
                "POST /body HTTP/1.1\\r\\nHost: log.example\\r\\nContent-Length: 5\\r\\n\\r\\nhello",
                "POST /chunks HTTP/1.1\\r\\nHost: log.example\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "HEAD /head HTTP/1.1\\r\\nHost: log.example\\r\\n\\r\\n",
                "GET /old HTTP/1.0\\r\\n\\r\\n",
                "GET http://log.example/absolute?a=b HTTP/1.1\\r\\nHost: log.example\\r\\n\\r\\n",
                "GET /latin HTTP/1.1\\r\\nHost: log.example\\r\\nX-Odd: caf\\xe9\\r\\n\\r\\n",
                "GET /xff HTTP/1.1\\r\\nHost: log.example\\r\\nX-Forwarded-For: 1.2.3.4\\r\\n\\r\\n",
                "GET /user HTTP/1.1\\r\\nHost: log.example\\r\\nAuthorization: Basic dXNlcjpwYXNz\\r\\n\\r\\n",
                "GET /gone HTTP/1.1\\r\\nHost: log.example\\r\\n\\r\\n"
            })
    void theSameRequestGivesTheSameLine(String request) throws IOException {
        String expected = logged(nginx.address(), nginx.file("access.log"), request);
        String actual = logged(sluice.address("web"), sluice.home().resolve("logs/access.log"), request);
        // The error page is each server's own, so its length is too.
        String ownPage = "( 502) [0-9]+ ";
        assertThat(actual.replaceFirst(ownPage, "$1 ")).isEqualTo(expected.replaceFirst(ownPage, "$1 "));
    }
}
