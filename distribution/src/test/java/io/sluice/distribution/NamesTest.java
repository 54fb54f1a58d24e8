package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.dns.DnsAnswer;
import io.sluice.testkit.dns.ScriptedDns;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose back ends a name server names: they come, change and go while tunnels are open. */
class NamesTest {
    private static final String SERVICE = "_ws._tcp.chat.internal";

    private static void serve(ScriptedDns dns, ScriptedBackend... backends) {
        DnsAnswer answer = DnsAnswer.EMPTY;
        for (ScriptedBackend backend : backends) {
            answer = answer.service(SERVICE, 0, 1, 1, backend.address().getPort(), "host.internal");
        }
        dns.answer(SERVICE, DnsAnswer.SRV, answer);
    }

    private static String get(RunningSluice sluice, String target) throws IOException {
        try (RawClient client = RawClient.connect(sluice.address("web"))) {
            return client.get(target).bodyText();
        }
    }

    @Test
    void aTunnelOutlivesItsEndpointsNameAndNewOnesGoWhereTheNameLeads(@TempDir Path folder) throws Exception {
        try (ScriptedDns dns = ScriptedDns.start();
                ScriptedBackend old = ScriptedBackend.start(Scripts.echo());
                ScriptedBackend young = ScriptedBackend.start(Scripts.echo());
                ScriptedBackend plain = ScriptedBackend.start(Scripts.answering("plain"))) {
            dns.addresses("host.internal", 60, "127.0.0.1");
            serve(dns, old);
            try (RunningSluice sluice = RunningSluice.in(folder).start("""
                    sluice {
                      workers = 2
                      listeners { web { bind = "127.0.0.1:0" } }
                      resolver { addresses = ["%s"], timeout = 2s }
                      upstreams { chat { balance = least-conn, servers = [{ service = "%s" }] } }
                      hosts { all { routes = [
                        { path = "/", upstream = chat }
                        { path = "/to/", pass = "http://$arg_host:%d/" }
                      ] } }
                    }
                    """.formatted(
                            dns.hostPort(), SERVICE, plain.address().getPort()))) {
                try (WebSocketPeer first = WebSocketClient.open(sluice.address("web"), "/")) {
                    echo(first, "before");
                    serve(dns, young);
                    Eventually.until("tunnels go to the new one", () -> {
                        try (WebSocketPeer next = WebSocketClient.open(sluice.address("web"), "/")) {
                            echo(next, "next");
                            return young.connections() > 0;
                        }
                    });
                    int before = old.connections();
                    for (int i = 0; i < 20; i++) {
                        try (WebSocketPeer next = WebSocketClient.open(sluice.address("web"), "/")) {
                            echo(next, "more");
                        }
                        echo(first, "still there " + i);
                    }
                    assertThat(old.connections()).isEqualTo(before);

                    dns.always(SERVICE, DnsAnswer.SERVER_FAILURE);
                    int asked = dns.asked(SERVICE, DnsAnswer.SRV);
                    Eventually.until("asked again", () -> dns.asked(SERVICE, DnsAnswer.SRV) > asked + 1);
                    try (WebSocketPeer next = WebSocketClient.open(sluice.address("web"), "/")) {
                        echo(next, "though the name server fails");
                    }
                    echo(first, "to the end");
                }
                assertThat(get(sluice, "/to/?host=host.internal")).isEqualTo("plain");
                assertThat(get(sluice, "/to/?host=nowhere.internal")).contains("502 Bad Gateway");
            }
        }
    }

    private static void echo(WebSocketPeer peer, String text) throws IOException {
        peer.text(text);
        assertThat(peer.readMessage().text()).isEqualTo(text);
    }
}
