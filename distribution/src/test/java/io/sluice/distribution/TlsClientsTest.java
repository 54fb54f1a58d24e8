package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** wss with the clients that people have. */
class TlsClientsTest {
    private static RunningSluice start(Path folder, TestCertificates ca, String server, String page) throws Exception {
        TestCertificate certificate = ca.server("localhost", Key.EC);
        return RunningSluice.in(folder)
                .start("""
                sluice {
                  listeners { secure { bind = "127.0.0.1:0", tls { certificate = "%s", key = "%s" } } }
                  upstreams { node { servers = ["%s"] } }
                  hosts {
                    site {
                      routes = [
                        { path = "/page", return { status = 200, content-type = "text/html", body = "%s" } }
                        { path = "/", upstream = node }
                      ]
                    }
                  }
                }
                """.formatted(certificate.certificate(), certificate.key(), server, page));
    }

    @Test
    void theNpmClientWsTalksThroughItCompressed(@TempDir Path folder) throws Exception {
        String modules = System.getenv().getOrDefault("SLUICE_NODE_MODULES", "");
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of(modules, "ws")),
                "SLUICE_NODE_MODULES names no folder with the npm package ws: its client is not tried");
        TestCertificates ca = TestCertificates.ca(folder.resolve("ca"));
        Path scripts = Path.of("src/test/node").toAbsolutePath();
        Process server = new ProcessBuilder(
                        "node", scripts.resolve("echo-server.cjs").toString(), modules)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = server.inputReader(UTF_8);
                RunningSluice sluice = start(folder, ca, "127.0.0.1:" + out.readLine(), "")) {
            Command.Result result = Command.run(
                    Path.of(""),
                    Map.of("NODE_EXTRA_CA_CERTS", ca.certificate().toString()),
                    List.of(
                            "node",
                            scripts.resolve("client.cjs").toString(),
                            modules,
                            "wss://localhost:" + sluice.address("secure").getPort() + "/node"));
            assertThat(result.code()).as(result.toString()).isZero();
            assertThat(result.stdout()).contains("permessage-deflate", "500 messages", "closed 4001 done");
        } finally {
            server.destroy();
        }
    }

    @Test
    void aBrowserTalksThroughIt(@TempDir Path folder) throws Exception {
        Path chromium = Path.of("/usr/bin/chromium");
        Assumptions.assumeTrue(Files.isExecutable(chromium), "Chromium is not installed: it is not tried");
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        String page =
                "<script>const s = new WebSocket('wss://' + location.host + '/'); s.onopen = () => s.send('hello');"
                        + " s.onmessage = e => s.send('got ' + e.data);</script>";
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
                    WebSocketPeer peer = connection.acceptWebSocket();
                    said.add(new String(peer.readMessage().payload(), UTF_8));
                    peer.text("an answer");
                    said.add(new String(peer.readMessage().payload(), UTF_8));
                });
                RunningSluice sluice =
                        start(folder, TestCertificates.ca(folder.resolve("ca")), backend.hostPort(), page)) {
            Process browser = new ProcessBuilder(
                            chromium.toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--ignore-certificate-errors",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + folder.resolve("browser"),
                            "https://localhost:" + sluice.address("secure").getPort() + "/page")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("browser.log").toFile())
                    .start();
            try {
                assertThat(said.poll(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo("hello");
                assertThat(said.poll(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo("got an answer");
            } finally {
                browser.descendants().forEach(ProcessHandle::destroyForcibly);
                browser.destroyForcibly().waitFor();
            }
        }
    }
}
