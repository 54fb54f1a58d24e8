package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The nearest key of Sluice for a word of nginx, by where the word stands. */
class NginxWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            sluice.listen                            | sluice.listeners or sluice.listeners.NAME.bind
            sluice.listeners.web.listen              | sluice.listeners.NAME.bind
            sluice.server                            | sluice.hosts or sluice.upstreams.NAME.servers
            server                                   | sluice.hosts or sluice.upstreams.NAME.servers
            sluice.upstreams.chat.server             | sluice.upstreams.NAME.servers
            sluice.upstream chat                     | sluice.upstreams
            sluice.hosts.site.server_name            | sluice.hosts.NAME.names
            sluice.hosts.site.location               | sluice.hosts.NAME.routes or sluice.hosts.NAME.routes[].path
            sluice.hosts.site.routes[3].location     | sluice.hosts.NAME.routes[].path or sluice.hosts.NAME.routes[].routes
            sluice.hosts.site.routes[0].proxy_pass   | sluice.hosts.NAME.routes[].upstream or sluice.hosts.NAME.routes[].pass
            sluice.hosts.site.routes[0].proxy-pass   | sluice.hosts.NAME.routes[].upstream or sluice.hosts.NAME.routes[].pass
            sluice.proxy_read_timeout                | sluice.hosts.NAME.routes[].timeouts.read
            sluice.upstreams.chat.keepalive_timeout  | sluice.upstreams.NAME.keepalive-timeout
            sluice.listeners.web.keepalive_timeout   | sluice.listeners.NAME.timeouts.keepalive
            sluice.hosts.site.routes[0].root         | sluice.hosts.NAME.routes[].files
            sluice.hosts.site.routes[0].files.root   | none
            sluice.hosts.site.routes[0].files[1].root | none
            sluice.hosts.site.ssl_certificate        | sluice.listeners.NAME.tls.certificate
            sluice.access_log                        | sluice.access-log or sluice.access-log.file
            sluice.error_log                         | sluice.error-log
            sluice.worker_processes                  | sluice.workers
            sluice.worker_connections                | sluice.max-connections
            sluice.map                               | sluice.maps
            sluice.hosts.site.routes[0].client_max_body_size | sluice.hosts.NAME.routes[].max-body
            sluice.frobnicate                        | none
            """)
    void theKeyIsThatOfReferenceConf(String path, String keys) {
        String word = path.replaceAll(".*\\.| .*", "").replace('-', '_');
        if (path.startsWith("sluice.upstream ")) {
            word = "upstream";
        }
        assertThat(NginxWords.hint(path)).isEqualTo(keys == null ? "" : "; nginx's " + word + " is " + keys);
    }

    @ParameterizedTest
    @CsvSource({
        "proxy_set_header, 'host-header for Host, else sluice.hosts.NAME.routes[].policies, such as { policy = rules, request {'",
        "add_header, 'sluice.hosts.NAME.routes[].policies, such as { policy = rules, response { add {'",
        "proxy_hide_header, 'response { remove = [X-A] } }'",
        "http, 'not needed: its blocks stand in sluice'"
    })
    void whatIsNoKeyOfItsOwnIsSaidInWords(String word, String said) {
        assertThat(NginxWords.hint("sluice.hosts.site." + word))
                .startsWith("; nginx's " + word + " is ")
                .contains(said);
    }

    @Test
    void theRefusalOfAnUnknownKeyEndsWithIt(@TempDir Path folder) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> Loads.leastWith(folder, """
                sluice.listen = "0.0.0.0:80"
                sluice.upstreams.app.ip_hash = on
                sluice.hosts.site.server_name = "a.example"
                sluice.hosts.site.location = "/"
                upstream {}
                """));
        assertThat(refused.problems())
                .extracting(problem -> problem.replaceFirst("^[^:]*:(\\d+: [^:]*: unknown key ).*(; .*)", "$1$2"))
                .containsExactlyInAnyOrder(
                        "6: sluice.listen: unknown key "
                                + "; nginx's listen is sluice.listeners or sluice.listeners.NAME.bind)",
                        "7: sluice.upstreams.app.ip_hash: unknown key "
                                + "; nginx's ip_hash is sluice.upstreams.NAME.balance)",
                        "8: sluice.hosts.site.server_name: unknown key ; nginx's server_name is sluice.hosts.NAME.names)",
                        "9: sluice.hosts.site.location: unknown key "
                                + "; nginx's location is sluice.hosts.NAME.routes or sluice.hosts.NAME.routes[].path)",
                        "10: upstream: unknown key ; nginx's upstream is sluice.upstreams)");
    }
}
