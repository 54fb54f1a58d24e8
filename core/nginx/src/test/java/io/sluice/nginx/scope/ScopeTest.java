package io.sluice.nginx.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.nginx.directive.Checker;
import io.sluice.nginx.directive.Context;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Directive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopeTest {
    @TempDir
    private Path folder;

    @Test
    void theInnermostValueCounts() throws IOException {
        Scope http =
                http("proxy_read_timeout 1s; server { proxy_read_timeout 2s; location / { proxy_read_timeout 3s; } }");

        assertThat(http.value("proxy_read_timeout")).contains("1s");
        assertThat(server(http).value("proxy_read_timeout")).contains("2s");
        assertThat(location(http).value("proxy_read_timeout")).contains("3s");
    }

    @Test
    void aLevelWithoutAValueHasThatAroundIt() throws IOException {
        Scope http = http("proxy_read_timeout 1s; server { location / { location /a { } } }");

        assertThat(location(http).children().get(0).value("proxy_read_timeout")).contains("1s");
        assertThat(location(http).value("proxy_send_timeout")).isEmpty();
    }

    @Test
    void oneInnerHeaderReplacesAllOuterOnes() throws IOException {
        Scope http = http("""
                proxy_set_header A a; proxy_set_header B b;
                server { location / { proxy_set_header C c; } location /b { } }
                """);

        assertThat(lines(location(http), "proxy_set_header")).containsExactly("proxy_set_header C c;");
        assertThat(lines(server(http).children().get(1), "proxy_set_header"))
                .containsExactly("proxy_set_header A a;", "proxy_set_header B b;");
    }

    @Test
    void logsOfAnInnerLevelReplaceThoseOfOuterOnes() throws IOException {
        Scope http = http("access_log a.log; access_log b.log; server { location / { access_log off; } }");

        assertThat(lines(server(http), "access_log")).containsExactly("access_log a.log;", "access_log b.log;");
        assertThat(lines(location(http), "access_log")).containsExactly("access_log off;");
    }

    @Test
    void theErrorLogOfTheFileCountsInHttp() throws IOException {
        Scope main = read("error_log stderr warn; events {} http { server { } }");

        assertThat(lines(main.children(Context.HTTP).get(0), "error_log")).containsExactly("error_log stderr warn;");
    }

    @Test
    void whatAServerListensToAndIsCalledIsNotInherited() throws IOException {
        Scope http = http("server { listen 81; server_name a; return 404; location / { } }");

        for (String name : List.of("listen", "server_name", "return")) {
            assertThat(server(http).effective(name)).hasSize(1);
            assertThat(location(http).effective(name)).isEmpty();
        }
    }

    @Test
    void proxyPassIsTakenOverByAnIfAndByLimitExceptOnly() throws IOException {
        Scope http = http("""
                server { location / {
                    proxy_pass http://127.0.0.1:1;
                    if ($host) { set $a b; }
                    limit_except GET { deny all; }
                    location /a { }
                } }
                """);

        assertThat(lines(location(http).children(Context.LOCATION_IF).get(0), "proxy_pass"))
                .hasSize(1);
        assertThat(lines(location(http).children(Context.LIMIT_EXCEPT).get(0), "proxy_pass"))
                .hasSize(1);
        assertThat(lines(location(http).children(Context.LOCATION).get(0), "proxy_pass"))
                .isEmpty();
    }

    @Test
    void anIfHasTheSettingsOfItsLocation() throws IOException {
        Scope http = http("server { location / { proxy_read_timeout 5s; if ($host) { set $a b; } } }");

        assertThat(location(http).children(Context.LOCATION_IF).get(0).value("proxy_read_timeout"))
                .contains("5s");
    }

    @Test
    void rootAndAliasAreOneSetting() throws IOException {
        Scope http = http("server { root a; location /a/ { alias b/; location /a/b { } } location /c { } }");

        assertThat(lines(location(http), "root")).containsExactly("alias b/;");
        assertThat(lines(location(http).children().get(0), "root")).containsExactly("alias b/;");
        assertThat(lines(server(http).children().get(1), "alias")).containsExactly("root a;");
    }

    @Test
    void anUpstreamHasNothingOfHttp() throws IOException {
        Scope http = http(
                "keepalive_timeout 5s; keepalive_requests 7; upstream u { server 127.0.0.1:1; keepalive_timeout 9s; }");
        Scope upstream = http.children(Context.UPSTREAM).get(0);

        assertThat(upstream.value("keepalive_timeout")).contains("9s");
        assertThat(upstream.value("keepalive_requests")).isEmpty();
        assertThat(upstream.own("server")).hasSize(1);
        assertThat(http.value("keepalive_timeout")).contains("5s");
    }

    @Test
    void settingsOfAServerCountInItsLocations() throws IOException {
        Scope http = http("ssl_protocols TLSv1.2; server { location / { } }");

        assertThat(location(http).value("ssl_protocols")).contains("TLSv1.2");
    }

    @Test
    void anUnknownNameHasNoValue() throws IOException {
        assertThat(http("server { }").effective("nothing")).isEmpty();
    }

    private Scope http(String text) throws IOException {
        return read("events {}\nhttp {\n" + text + "\n}\n")
                .children(Context.HTTP)
                .get(0);
    }

    private Scope read(String text) throws IOException {
        Configuration configuration = Configuration.read(Files.writeString(folder.resolve("nginx.conf"), text));
        assertThat(Checker.check(configuration)).isEmpty();
        return Scope.of(configuration);
    }

    private static Scope server(Scope http) {
        return http.children(Context.SERVER).get(0);
    }

    private static Scope location(Scope http) {
        return server(http).children(Context.LOCATION).get(0);
    }

    private static List<String> lines(Scope scope, String name) {
        return scope.effective(name).stream().map(Directive::toString).toList();
    }
}
