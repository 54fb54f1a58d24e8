package io.sluice.benchmarks;

import io.sluice.server.config.HeadLimits;
import io.sluice.server.http.RequestHead;
import io.sluice.server.http.RequestHeadReader;
import io.sluice.server.http.ResponseHead;
import io.sluice.server.http.ResponseHeadReader;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads one head that came in one piece, as nearly all do, or in two. What it allocates is the head that it gives: a copy of
 * the bytes and the places of the fields.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadBenchmark {
    private static final HeadLimits LIMITS = new HeadLimits(8192, 8192, 100, 32_768);

    private final ByteBuffer upgrade = Buffers.head(
            "GET /chat/room?id=42 HTTP/1.1",
            "Host: chat.example.com",
            "Connection: Upgrade",
            "Pragma: no-cache",
            "Cache-Control: no-cache",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
                    + " Safari/537.36",
            "Upgrade: websocket",
            "Origin: https://chat.example.com",
            "Sec-WebSocket-Version: 13",
            "Accept-Encoding: gzip, deflate, br, zstd",
            "Accept-Language: de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
            "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");

    private final ByteBuffer curl =
            Buffers.head("GET /index.html HTTP/1.1", "Host: www.example.com", "User-Agent: curl/8.5.0", "Accept: */*");

    private final ByteBuffer answer = Buffers.head(
            "HTTP/1.1 200 OK",
            "Date: Sat, 21 Nov 2026 12:00:00 GMT",
            "Server: example",
            "Content-Type: text/html; charset=utf-8",
            "Content-Length: 1270",
            "Cache-Control: max-age=604800",
            "ETag: \"3147526947+gzip\"",
            "Vary: Accept-Encoding");

    private final RequestHeadReader requests = new RequestHeadReader(LIMITS);
    private final ResponseHeadReader responses = new ResponseHeadReader(LIMITS);

    /** A browser's request for a WebSocket. */
    @Benchmark
    public RequestHead browserUpgrade() {
        return requests.read(upgrade.clear());
    }

    /** The same, of which the first read brought the half. */
    @Benchmark
    public RequestHead browserUpgradeInTwoPieces() {
        int half = upgrade.capacity() / 2;
        requests.read(upgrade.clear().limit(half));
        return requests.read(upgrade.limit(upgrade.capacity()));
    }

    /** The shortest request that a client in use sends. */
    @Benchmark
    public RequestHead curlRequest() {
        return requests.read(curl.clear());
    }

    /** A back end's answer. */
    @Benchmark
    public ResponseHead answer() {
        return responses.read(answer.clear());
    }
}
