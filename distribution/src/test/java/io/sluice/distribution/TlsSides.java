package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.Order;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A real nginx and the tarball's server with the same hosts, which are spoken to over TLS. A host's name says what it wants
 * of clients' certificates; {@code |} ends a line of a request.
 */
final class TlsSides implements AutoCloseable {
    private static final String TOLD =
            "[$host][$server_name][$scheme][$https][$server_port][$ssl_protocol][$ssl_cipher]"
                    + "[$ssl_server_name][$ssl_session_reused][$ssl_client_verify][$ssl_client_s_dn]";

    private static final String NGINX = """
            server_tokens off;
            default_type text/plain;
            ssl_certificate {certificate};
            ssl_certificate_key {key};
            ssl_protocols TLSv1.2 TLSv1.3;
            ssl_session_cache shared:sessions:1m;
            server { listen 127.0.0.1:{port} ssl default_server; server_name free.site.example; {location} }
            server { listen 127.0.0.1:{port} ssl; server_name strict.site.example also.site.example; {location}
              ssl_verify_client on; ssl_client_certificate {ca}; }
            server { listen 127.0.0.1:{port} ssl; server_name optional.site.example; {location}
              ssl_verify_client optional; ssl_client_certificate {ca}; }
            server { listen 127.0.0.1:{port} ssl; server_name any.site.example; {location}
              ssl_verify_client optional_no_ca; ssl_client_certificate {ca}; }
            server { listen 127.0.0.1:{port} ssl; server_name pages.site.example; {location}
              ssl_verify_client on; ssl_client_certificate {ca};
              error_page 495 496 497 https://free.site.example/refused; error_page 421 /; }
            server { listen 127.0.0.1:{known} ssl default_server; ssl_reject_handshake on; }
            server { listen 127.0.0.1:{known} ssl; server_name free.site.example; {location} }
            server { listen 127.0.0.1:{lenient} ssl default_server; server_name lenient.site.example; {location}
              ssl_verify_client optional; ssl_client_certificate {other}; }
            server { listen 127.0.0.1:{lenient} ssl; server_name strict.site.example; {location}
              ssl_verify_client on; ssl_client_certificate {ca}; }
            """;

    private static final String NGINX_LOCATION = """
            add_header X-Served "$server_name $ssl_client_verify" always;
            location = / { return 200 "{told}"; }
            location = /id { return 200 "[$ssl_session_id]"; }
            """;

    private static final String SLUICE = """
            sluice {
              listeners {
                web { bind = "127.0.0.1:0", server-tokens = off, tls { {files} } }
                known { bind = "127.0.0.1:0", server-tokens = off, tls { {files}, reject-unknown-names = on } }
                lenient {
                  bind = "127.0.0.1:0", server-tokens = off
                  tls { {files}, client-auth = optional, client-ca = "{other}" }
                }
              }
              hosts {
                free { names = [free.site.example], listeners = [web, known], {routes} }
                strict {
                  names = [strict.site.example, also.site.example], listeners = [web], {routes}
                  tls { client-auth = on, client-ca = "{ca}" }
                }
                optional {
                  names = [optional.site.example], listeners = [web], {routes}
                  tls { client-auth = optional, client-ca = "{ca}" }
                }
                any {
                  names = [any.site.example], listeners = [web], {routes}
                  tls { client-auth = optional-no-ca, client-ca = "{ca}" }
                }
                pages {
                  names = [pages.site.example], listeners = [web], {routes}
                  tls { client-auth = on, client-ca = "{ca}" }
                  error-pages = [
                    { on = [495, 496, 497], to = "https://free.site.example/refused" }, { on = [421], to = "/" }
                  ]
                }
                lenient { names = [lenient.site.example], listeners = [lenient], {routes} }
                beside {
                  names = [strict.site.example], listeners = [lenient], {routes}
                  tls { client-auth = on, client-ca = "{ca}" }
                }
              }
            }
            """;

    private static final String SLUICE_ROUTES = """
            policies = [ { policy = rules, response { add { X-Served = "$server_name $ssl_client_verify" } } } ]
            routes = [
              { path = "= /", return { status = 200, body = "{told}" } }
              { path = "= /id", return { status = 200, body = "[$ssl_session_id]" } }
            ]
            """;

    private final Map<String, Supplier<SSLContext>> clients;
    private final Nginx nginx;
    private final RunningSluice sluice;
    private int known;
    private int lenient;

    /** Starts both in this folder. */
    TlsSides(Path folder) throws IOException {
        TestCertificates ca = TestCertificates.ca(folder.resolve("ca"), "Known CA", Key.EC);
        TestCertificates other = TestCertificates.ca(folder.resolve("other"), "Other CA", Key.EC);
        TestCertificates twin = TestCertificates.ca(folder.resolve("twin"), "Known CA", Key.EC);
        TestCertificates between = ca.intermediate("Between", Key.EC);
        TestCertificates otherBetween = other.intermediate("Other between", Key.EC);
        Instant now = Instant.now();
        Order ann = Order.of("ann", Key.EC).usage(Order.Usage.CLIENT);
        Order old = ann.valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
        Order early = ann.valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)));
        clients = Map.ofEntries(
                Map.entry("none", ca::clientContext),
                Map.entry("good", shows(ca, ca.issue(ann))),
                Map.entry("chain", shows(ca, between.issue(ann))),
                Map.entry("expired", shows(ca, ca.issue(old))),
                Map.entry("early", shows(ca, ca.issue(early))),
                Map.entry("for servers", shows(ca, ca.issue(ann.usage(Order.Usage.SERVER)))),
                Map.entry("self-signed", shows(ca, ca.selfSigned(ann))),
                Map.entry("self-signed expired", shows(ca, ca.selfSigned(old))),
                Map.entry("other", shows(ca, other.issue(ann))),
                Map.entry("other expired", shows(ca, other.issue(old))),
                Map.entry("other chain", shows(ca, otherBetween.issue(ann))),
                Map.entry("twin", shows(ca, twin.issue(ann))));
        TestCertificate server = ca.server("*.site.example 127.0.0.1", Key.EC);
        nginx = Nginx.start(Files.createDirectory(folder.resolve("nginx")), port -> {
            known = FreePort.next();
            lenient = FreePort.next();
            return fill(NGINX.replace("{location}", NGINX_LOCATION), server, ca, other)
                    .replace("{port}", Integer.toString(port))
                    .replace("{known}", Integer.toString(known))
                    .replace("{lenient}", Integer.toString(lenient));
        });
        try {
            sluice = RunningSluice.in(folder).start(fill(SLUICE.replace("{routes}", SLUICE_ROUTES), server, ca, other));
        } catch (IOException | RuntimeException | Error e) {
            nginx.close();
            throw e;
        }
    }

    private static Supplier<SSLContext> shows(TestCertificates trusted, TestCertificate certificate) {
        return () -> trusted.insistentContext(certificate);
    }

    private static String fill(String text, TestCertificate server, TestCertificates ca, TestCertificates other) {
        return text.replace("{files}", "certificate = \"{certificate}\", key = \"{key}\"")
                .replace("{certificate}", server.certificate().toString())
                .replace("{key}", server.key().toString())
                .replace("{ca}", ca.certificate().toString())
                .replace("{other}", other.certificate().toString())
                .replace("{told}", TOLD);
    }

    @Override
    public void close() {
        try (Nginx stopped = nginx;
                RunningSluice alsoStopped = sluice) {
            // closing is all
        }
    }

    /** A new client of its own, by what it shows. */
    SSLContext client(String shown) {
        return clients.get(shown).get();
    }

    /** Where Sluice listens. */
    InetSocketAddress sluice(String listener) {
        return sluice.address(listener);
    }

    /** Where nginx listens instead. */
    InetSocketAddress nginx(String listener) {
        int port = listener.equals("web") ? nginx.address().getPort() : listener.equals("known") ? known : lenient;
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** A way to a server, made anew for each. */
    interface Way {
        RawClient to(InetSocketAddress server) throws IOException;
    }

    /** By TLS, showing this certificate and asking for this name. */
    Way secure(String client, String name) {
        return secure(client, name, parameters -> {});
    }

    /** The same with parameters of the test's own. */
    Way secure(String client, String name, Consumer<SSLParameters> more) {
        return server -> RawClient.connectSecure(server, client(client), name, more);
    }

    /** Both answer the requests the same. */
    void same(Way way, String... requests) throws IOException {
        sameOn("web", way, requests);
    }

    /** Both do on this listener. */
    void sameOn(String listener, Way way, String... requests) throws IOException {
        assertThat(answers(sluice.address(listener), way, requests)).isEqualTo(answers(nginx(listener), way, requests));
    }

    /** The answers to the requests in turn, without what must differ, and how the connection ended. */
    static String answers(InetSocketAddress server, Way way, String... requests) throws IOException {
        StringBuilder all = new StringBuilder();
        try (RawClient client = way.to(server)) {
            boolean open = true;
            for (int i = 0; open && i < requests.length; i++) {
                client.send(requests[i].replace("|", "\r\n"));
                HttpMessage answer = client.readResponse(requests[i].split(" ", 2)[0]);
                all.append(answer.rawHead()).append(answer.rawBody());
                open = !"close".equals(answer.header("Connection"));
            }
            all.append(open ? "open" : client.awaitEnd());
        }
        return all.toString()
                .replaceAll("Date: [^\r]*", "Date: now")
                .replaceAll("Content-Length: \\d{3}", "Content-Length: of a page")
                .replace("sluice", "nginx")
                .replace("[" + server.getPort() + "]", "[port]");
    }
}
