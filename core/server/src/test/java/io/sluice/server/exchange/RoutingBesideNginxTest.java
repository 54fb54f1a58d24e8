package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.Headers;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Steps, error pages, redirects inside the server, named and nested routes and back ends named by variables: the same
 * requests to a real nginx and to Sluice give the same statuses, fields and bodies.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutingBesideNginxTest {
    private static final String BACK_END = """
            server { listen 127.0.0.1:PORT; default_type text/plain;
              location / { return 200 "$request_method $request_uri cl=$content_length x=$http_x host=$http_host\\n"; }
              location /status/404 { return 404 "back end's 404\\n"; }
              location /status/503 { return 503 "back end's 503\\n"; }
              location /status/401 { add_header WWW-Authenticate 'Basic realm="r"' always; return 401 "who?\\n"; }
              location /status/301 { return 301 https://elsewhere.example/; }
            }
            """;

    private static final String NGINX = """
            server_tokens off; error_log /dev/null;
            map $http_upgrade $never { default ''; }
            upstream back { server 127.0.0.1:BACK; keepalive 4; }
            server { listen 127.0.0.1:PORT; server_name site.example; default_type text/plain;
              proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host;
              set $who nobody;
              if ($arg_gone) { return 410 "gone: $arg_gone\\n"; }
              if ($arg_name ~* ^(?<first>[a-z]+)-([a-z]+)$) { set $who "$first and $2"; }
              error_page 404 /missing.html;
              error_page 502 504 /50x.html;
              location = /missing.html { internal; return 200 "not here: $uri of $request_uri by $request_method\\n"; }
              location = /50x.html { return 200 "later: $status\\n"; }
              location = /who { return 200 "$who\\n"; }
              location /set { set $a 1; set $b "$a$a-$is$a"; return 200 "$b\\n"; }
              location /if {
                set $is plain;
                if ($request_method = POST) { set $is post; }
                if ($arg_x != '') { set $is "x is $arg_x"; }
                if ($arg_y !~ ^[0-9]+$) { set $is "$is, y no number"; }
                if ($http_cookie ~* "id=([^;]+)(?:;|$)") { set $is "$is, id $1"; }
                return 200 "$is\\n";
              }
              location /switch {
                proxy_set_header X outer; proxy_pass http://back;
                if ($arg_to = inner) { return 200 "inner\\n"; }
              }
              location ~ ^/caught/(?<rest>.*)/(\\d+)$ { return 200 "$rest $2 $1\\n"; }
              location /named404 { error_page 404 = @named; return 404; }
              location /named502 { error_page 502 @named; proxy_pass http://127.0.0.1:DEAD; }
              location /named { error_page 403 =202 @named; return 403; }
              location @named { return 200 "named: $uri $request_method $args\\n"; }
              location /back502 { error_page 502 @back; proxy_pass http://127.0.0.1:DEAD; }
              location @back { proxy_set_header X named; proxy_set_header Host $http_host; proxy_pass http://back; }
              location /path502 { error_page 502 /again?from=$uri; proxy_pass http://127.0.0.1:DEAD; }
              location /again { proxy_pass http://back; }
              location /url { error_page 403 https://$host/login; return 403; }
              location /url307 { error_page 403 =307 /else/where; return 403; }
              location /else { return 200 "else\\n"; }
              location /same { error_page 404 /deep/none; return 404; }
              location /status/ { proxy_pass http://back; }
              location /intercept/ {
                proxy_intercept_errors on; error_page 404 503 /missing.html; error_page 401 =401 /login;
                error_page 301 =200 /moved;
                proxy_pass http://back/status/;
              }
              location /login { return 200 "log in\\n"; }
              location /moved { return 200 "was moved\\n"; }
              location /loop { error_page 404 /loop2; return 404; }
              location /loop2 { return 404; }
              location /pass { set $to back; proxy_pass http://$to; }
              location /passuri { set $to back; proxy_pass http://$to/fixed$is_args$args; }
              location /passaddress { proxy_pass http://127.0.0.1:$arg_port; }
              location /nested/ {
                return 200 "outer\\n";
                location /nested/in { return 200 "inner\\n"; }
                location ~ \\.x$ { return 200 "inner x\\n"; }
              }
              location ~ \\.x$ { return 200 "any x\\n"; }
              location = /hidden { internal; return 200 "hidden\\n"; }
              location /413 { client_max_body_size 4; error_page 413 /toolarge; proxy_pass http://back; }
              location /toolarge { return 200 "too large: $request_method\\n"; }
            }
            """;

    private static final String SLUICE = """
            listeners.web.server-tokens = off
            upstreams { back { servers = ["127.0.0.1:BACK"] }, dead { servers = ["127.0.0.1:DEAD"] } }
            hosts { site { names = ["site.example"],
              steps = [
                { set { who = nobody } }
                { if = "$arg_gone", return { status = 410, body = "gone: $arg_gone\\n" } }
                { if = "$arg_name ~* ^(?<first>[a-z]+)-([a-z]+)$", set { who = "$first and $2" } }
              ]
              error-pages = [ { on = [404], to = "/missing.html" }, { on = [502, 504], to = "/50x.html" } ]
              routes = [
                { path = "= /missing.html", internal = on
                  return { status = 200, body = "not here: $uri of $request_uri by $request_method\\n" } }
                { path = "= /50x.html", return { status = 200, body = "later: $status\\n" } }
                { path = "= /who", return { status = 200, body = "$who\\n" } }
                { path = "/set", steps = [
                    { set { a = 1, b = "$a$a-$is$a" } }
                  ], return { status = 200, body = "$b\\n" } }
                { path = "/if", steps = [
                    { set { is = plain } }
                    { if = "$request_method = POST", set { is = post } }
                    { if = "$arg_x != ''", set { is = "x is $arg_x" } }
                    { if = "$arg_y !~ ^[0-9]+$", set { is = "$is, y no number" } }
                    { if = "$http_cookie ~* \\"id=([^;]+)(?:;|$)\\"", set { is = "$is, id $1" } }
                  ], return { status = 200, body = "$is\\n" } }
                { path = "/switch", upstream = back, policies = [{ policy = given }], steps = [
                    { if = "$arg_to = inner", return { status = 200, body = "inner\\n" } }
                    { if = "$arg_to = dead", route { upstream = dead } }
                  ] }
                { path = "~ ^/caught/(?<rest>.*)/(\\\\d+)$", return { status = 200, body = "$rest $2 $1\\n" } }
                { path = "/named404", error-pages = [{ on = [404], to = "@named", status = as-answered }], return = 404 }
                { path = "/named502", error-pages = [{ on = [502], to = "@named" }], upstream = dead }
                { path = "/named", error-pages = [{ on = [403], to = "@named", status = 202 }], return = 403 }
                { path = "@named", return { status = 200, body = "named: $uri $request_method $args\\n" } }
                { path = "/back502", error-pages = [{ on = [502], to = "@back" }], upstream = dead }
                { path = "@back", upstream = back, policies = [{ policy = given }] }
                { path = "/path502", error-pages = [{ on = [502], to = "/again?from=$uri" }], upstream = dead }
                { path = "/again", upstream = back }
                { path = "/url", error-pages = [{ on = [403], to = "https://$host/login" }], return = 403 }
                { path = "/url307", error-pages = [{ on = [403], to = "/else/where", status = 307 }], return = 403 }
                { path = "/else", return { status = 200, body = "else\\n" } }
                { path = "/same", error-pages = [{ on = [404], to = "/deep/none" }], return = 404 }
                { path = "/status/", upstream = back }
                { path = "/intercept/", intercept-errors = on, upstream = back, replace-prefix = "/status/", error-pages = [
                    { on = [404, 503], to = "/missing.html" }
                    { on = [401], to = "/login", status = 401 }
                    { on = [301], to = "/moved", status = 200 }
                  ] }
                { path = "/login", return { status = 200, body = "log in\\n" } }
                { path = "/moved", return { status = 200, body = "was moved\\n" } }
                { path = "/loop", error-pages = [{ on = [404], to = "/loop2" }], return = 404 }
                { path = "/loop2", return = 404 }
                { path = "/pass", steps = [{ set { to = back } }], pass = "http://$to" }
                { path = "/passuri", steps = [{ set { to = back } }], pass = "http://$to/fixed$is_args$args" }
                { path = "/passaddress", pass = "http://127.0.0.1:$arg_port" }
                { path = "/nested/", return { status = 200, body = "outer\\n" }, routes = [
                    { path = "/nested/in", return { status = 200, body = "inner\\n" } }
                    { path = "~ \\\\.x$", return { status = 200, body = "inner x\\n" } }
                  ] }
                { path = "~ \\\\.x$", return { status = 200, body = "any x\\n" } }
                { path = "= /hidden", internal = on, return { status = 200, body = "hidden\\n" } }
                { path = "/413", max-body = 4, upstream = back, error-pages = [{ on = [413], to = "/toolarge" }] }
                { path = "/toolarge", return { status = 200, body = "too large: $request_method\\n" } }
            ] } }
            """;

    private Nginx backEnd;
    private Nginx nginx;
    private Proxy sluice;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        backEnd = Nginx.start(
                Files.createDirectory(folder.resolve("back-end")),
                port -> BACK_END.replace("PORT", Integer.toString(port)));
        nginx = Nginx.start(
                Files.createDirectory(folder.resolve("nginx")),
                port -> told(NGINX).replace("PORT", Integer.toString(port)));
        sluice = new Proxy(folder, told(SLUICE), new HeaderPolicy() {
            @Override
            public void onRequest(Headers headers, ExchangeView exchange) {
                headers.set("X", "named");
            }
        });
    }

    /** Port 1 of the loopback interface is where nothing listens. */
    private String told(String text) {
        return text.replace("BACK", Integer.toString(backEnd.address().getPort()))
                .replace("DEAD", "1");
    }

    @AfterAll
    void stop() {
        if (sluice != null) {
            sluice.close();
            nginx.close();
        }
        if (backEnd != null) {
            backEnd.close();
        }
    }

    static String[] requests() {
        return new String[] {
            "GET /who",
            "GET /who?name=Ann-bob",
            "GET /who?name=Ann",
            "GET /who?gone=0",
            "GET /who?gone=yes",
            "GET /anything?gone=yes",
            "GET /set",
            "GET /if",
            "POST /if",
            "GET /if?x=1&y=2",
            "GET /if?x=0&y=z",
            "GET /switch?to=inner",
            "GET /caught/a/b/17",
            "GET /caught/a/b/c",
            "GET /nowhere",
            "HEAD /nowhere",
            "POST /nowhere",
            "GET /missing.html",
            "GET /named404/x?y=z",
            "GET /named502/x?y=z",
            "POST /named502/x?y=z",
            "GET /named",
            "GET /back502/a%20b?c=%20d",
            "POST /back502/a",
            "GET /path502/a?c=d",
            "HEAD /path502/a",
            "GET /url",
            "HEAD /url",
            "GET /url307",
            "GET /same",
            "GET /status/404",
            "GET /intercept/404",
            "GET /intercept/503",
            "HEAD /intercept/503",
            "GET /intercept/401",
            "GET /intercept/301",
            "GET /intercept/else",
            "GET /loop",
            "GET /pass/a%20b?c=d",
            "GET /passuri/a?c=d",
            "GET /passaddress/a?port=BACK",
            "GET /passaddress/a?port=1",
            "GET /nested/",
            "GET /nested/in",
            "GET /nested/in.x",
            "GET /nested/a.x",
            "GET /nested/inner/a.x",
            "GET /other/a.x",
            "GET /hidden",
            "POST /413/a",
        };
    }

    @ParameterizedTest
    @MethodSource("requests")
    void itIsServedAsByNginx(String request) throws IOException {
        assertThat(answer(sluice.address(), request)).isEqualTo(answer(nginx.address(), request));
    }

    /** The answer without what must differ; Server and Date of back ends pass Sluice, and their order is its own. */
    private String answer(InetSocketAddress server, String request) throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            boolean body = request.startsWith("POST");
            client.send(
                    told(request) + " HTTP/1.1\r\nHost: site.example\r\nCookie: a=b; id=7; c=d\r\nConnection: close\r\n"
                            + (body ? "Content-Length: 6\r\n\r\nabcdef" : "\r\n"));
            String text = new String(client.readToEnd(), StandardCharsets.ISO_8859_1)
                    .replaceAll("Server: [^\r]*\r\n", "")
                    .replaceAll("Date: [^\r]*\r\n", "")
                    .replaceAll("Content-Length: \\d{3}", "Content-Length: of a page")
                    .replace("sluice", "nginx")
                    .replace(":" + server.getPort(), ":port");
            int end = text.indexOf("\r\n\r\n");
            return text.substring(0, end).lines().sorted().toList() + "\n" + text.substring(end);
        }
    }
}
