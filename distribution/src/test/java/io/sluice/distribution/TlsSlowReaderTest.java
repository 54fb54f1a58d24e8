package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.Payload;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A back end that streams to a client of wss that does not read: what the server holds for it stays bounded. */
class TlsSlowReaderTest {
    private static final int BLOCK = 1 << 16;
    private static final long BODY = 100L << 20;
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    /** The kernel's buffers of four sockets, and the server's own. */
    private static final long MOST_IN_FLIGHT = 64L << 20;

    private static final long MOST_GROWTH = 48L << 20;

    private final AtomicLong pumped = new AtomicLong();

    private void stream(BackendConnection connection) throws Exception {
        WebSocketPeer peer = connection.acceptWebSocket();
        for (long sent = 0; sent < BODY; sent += BLOCK) {
            peer.binary(Payload.of(sent, BLOCK));
            pumped.addAndGet(BLOCK);
        }
        peer.sendClose(1000, "");
        connection.readToEnd();
    }

    @Test
    void memoryStaysBoundedAndAllArrivesUnchanged(@TempDir Path folder) throws Exception {
        TestCertificates ca = TestCertificates.ca(folder.resolve("ca"));
        TestCertificate site = ca.server("localhost", Key.EC);
        try (ScriptedBackend sender = ScriptedBackend.start(this::stream);
                ScriptedBackend echo = ScriptedBackend.start(Scripts.echo());
                RunningSluice sluice = RunningSluice.in(folder)
                        .options("-Xmx64m -XX:MaxDirectMemorySize=32m")
                        .start("""
                        sluice {
                          listeners { secure { bind = "127.0.0.1:0", tls { certificate = "%s", key = "%s" } } }
                          upstreams { sender { servers = ["%s"] }, echo { servers = ["%s"] } }
                          hosts {
                            site { routes = [ { path = "/sender", upstream = sender }, { path = "/echo", upstream = echo } ] }
                          }
                        }
                        """.formatted(site.certificate(), site.key(), sender.hostPort(), echo.hostPort()))) {
            warmUp(sluice, ca);
            long before = rss(sluice);
            try (WebSocketPeer peer = WebSocketClient.open(narrow(sluice, ca), "/sender", new byte[0])) {
                awaitHeldUp();
                assertThat(pumped.get()).as("bytes the sender was rid of").isLessThan(MOST_IN_FLIGHT);
                assertThat(rss(sluice) - before).as("growth of VmRSS").isLessThan(MOST_GROWTH);
                CRC32 got = new CRC32();
                WebSocketFrame next = peer.readFrame();
                for (; next.opcode() == WebSocketFrame.BINARY; next = peer.readFrame()) {
                    got.update(next.payload());
                }
                assertThat(next.opcode()).isEqualTo(WebSocketFrame.CLOSE);
                assertThat(got.getValue()).isEqualTo(expected());
            }
        }
    }

    private static RawClient narrow(RunningSluice sluice, TestCertificates ca) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(BLOCK);
        socket.connect(sluice.address("secure"));
        return RawClient.secure(socket, ca.clientContext(), "localhost");
    }

    /** Lets the server load and compile what a tunnel takes, so that growth afterwards is what a tunnel holds. */
    private static void warmUp(RunningSluice sluice, TestCertificates ca) throws IOException {
        RawClient client = RawClient.connectSecure(sluice.address("secure"), ca.clientContext(), "localhost");
        try (WebSocketPeer peer = WebSocketClient.open(client, "/echo", new byte[0])) {
            for (int i = 0; i < 2000; i++) {
                peer.binary(new byte[i]);
                peer.readFrame();
            }
        }
    }

    private static long expected() {
        CRC32 sum = new CRC32();
        for (long sent = 0; sent < BODY; sent += BLOCK) {
            sum.update(Payload.of(sent, BLOCK));
        }
        return sum.getValue();
    }

    /** Waits until the sender has not got on for a while: it is held up. */
    private void awaitHeldUp() {
        long[] last = {-1, System.nanoTime()};
        Eventually.until("the sender is held up", () -> {
            long now = pumped.get();
            if (now != last[0]) {
                last[0] = now;
                last[1] = System.nanoTime();
            }
            return now > 0 && System.nanoTime() - last[1] > QUIET_NANOS;
        });
    }

    private static long rss(RunningSluice sluice) throws IOException {
        String status = Files.readString(Path.of("/proc/" + sluice.process().pid() + "/status"));
        String line = status.lines()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }
}
