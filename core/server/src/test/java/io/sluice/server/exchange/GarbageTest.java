package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker leaves to the garbage collector. */
class GarbageTest {
    private static final int ROUNDS = 10;
    private static final int MESSAGES = 2_000;

    /** Less than the smallest object for each message: what comes by time (timers, gauges) has to fit in. */
    private static final long MOST = MESSAGES * 4L;

    /** So many open files that those of the tunnel have numbers which Java, by default, makes a new object of each time. */
    private static final int FILES = 128;

    @TempDir
    private Path folder;

    @Test
    void aMessageOfAPlainTunnelLeavesNone() throws Exception {
        List<InputStream> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(Files.newInputStream(Files.createFile(folder.resolve("file-" + i))));
        }
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo());
                Proxy proxy = new Proxy(folder, """
                        upstreams { app { servers = ["%s"] } }
                        hosts { all { names = ["localhost"], routes = [{ path = "/", upstream = app }] } }
                        """.formatted(backend.hostPort()), null);
                WebSocketPeer client = WebSocketClient.open(proxy.address(), "/")) {
            byte[] payload = new byte[64];
            long[] allocated = new long[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                long before = byWorkers();
                for (int i = 0; i < MESSAGES; i++) {
                    client.binary(payload);
                    assertThat(client.readMessage().opcode()).isEqualTo(WebSocketFrame.BINARY);
                }
                allocated[round] = byWorkers() - before;
            }
            // The first rounds load classes and are interpreted; a compiler may come in at any later one.
            assertThat(LongStream.of(allocated).min().orElseThrow())
                    .as("bytes in each round: %s", Arrays.toString(allocated))
                    .isLessThan(MOST);
        } finally {
            for (InputStream file : files) {
                file.close();
            }
        }
    }

    private static long byWorkers() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] workers = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("sluice-worker"))
                .mapToLong(thread -> thread.getThreadId())
                .toArray();
        assertThat(workers).isNotEmpty();
        return LongStream.of(threads.getThreadAllocatedBytes(workers)).sum();
    }
}
