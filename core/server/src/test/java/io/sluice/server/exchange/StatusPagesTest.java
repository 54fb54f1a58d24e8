package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Settings;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusEndpointFactory;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusStream;
import io.sluice.api.status.StatusView;
import io.sluice.server.observe.Metric;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Status endpoints on routes of a server with one worker. */
class StatusPagesTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private Proxy proxy;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        proxy = new Proxy(
                folder,
                """
                admin { bind = "127.0.0.1:0", status = [thread] }
                hosts { site { routes = [
                  { path = "/thread", status = thread }
                  { path = "/slow", status = slow }
                  { path = "/fails", status = fails }
                  { path = "/none", status = none }
                  { path = "/streams", status = streams }
                  { path = "/mended", status = fails, error-pages = [ { on = [405, 500], to = "/own" } ] }
                  { path = "/own", return { status = 200, body = "own" } }
                ] } }
                """,
                null,
                page(
                        "thread",
                        () -> StatusResponse.ok(
                                "text/plain", Thread.currentThread().getName())),
                page("slow", () -> {
                    begun.countDown();
                    go.await();
                    return StatusResponse.ok("text/plain", "slow");
                }),
                page("none", () -> null),
                page("fails", () -> {
                    throw new LinkageError("a fault");
                }),
                page(
                        "streams",
                        () -> StatusResponse.streaming("text/plain", "", new StatusStream() {
                            @Override
                            public Duration interval() {
                                return Duration.ofSeconds(1);
                            }

                            @Override
                            public String next(StatusView status) {
                                return "";
                            }
                        })));
    }

    @AfterEach
    void stop() {
        go.countDown();
        proxy.close();
    }

    @Test
    void aPageIsMadeBesideTheWorkers() throws Exception {
        try (RawClient client = proxy.client()) {
            assertThat(client.get("/thread").bodyText()).isEqualTo("status-pages");
            assertThat(client.request("HEAD", "/thread").header("Content-Length"))
                    .isEqualTo("12");
        }
    }

    @Test
    void whileOneIsMadeItsWorkerServesOthersAndTooManyPagesAreRefused() throws Exception {
        List<RawClient> waiting = new ArrayList<>();
        try (RawClient client = proxy.client()) {
            waiting.add(proxy.client());
            waiting.get(0).send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            begun.await();
            for (int i = 0; i < StatusPages.WAITING; i++) {
                waiting.add(proxy.client());
                waiting.get(i + 1).send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /own HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            Eventually.until("all wait", () -> proxy.metric(Metric.CONNECTIONS_WRITING) == 1 + StatusPages.WAITING);
            assertThat(client.get("/slow").status()).isEqualTo(503);
            assertThat(client.get("/own").bodyText()).isEqualTo("own");
            go.countDown();
            for (RawClient one : waiting) {
                assertThat(one.readResponse("GET").bodyText()).isEqualTo("slow");
            }
            assertThat(waiting.get(1).readResponse("GET").bodyText()).isEqualTo("own");
        } finally {
            waiting.forEach(RawClient::close);
        }
    }

    @Test
    void whatRoutesAreAskedForKeepsNoPageOfTheAdminListenerWaiting() throws Exception {
        InetSocketAddress admin = proxy.server.addresses().get("admin");
        try (RawClient client = proxy.client();
                RawClient operator = RawClient.connect(admin)) {
            client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            begun.await();
            assertThat(operator.request("GET", "/thread", "Host: 127.0.0.1:" + admin.getPort())
                            .bodyText())
                    .isEqualTo("admin-pages");
        }
    }

    @Test
    void anotherMethodIsAnsweredWithThoseThatAreAllowed() throws Exception {
        try (RawClient client = proxy.client()) {
            HttpMessage answer = client.request("POST", "/thread", "Content-Length: 0");
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        }
        assertThat(proxy.line("POST /thread").outcome()).isEqualTo("method-not-allowed");
    }

    @Test
    void onAnotherRouteNothingIsSaidOfMethods() throws Exception {
        try (RawClient client = proxy.client()) {
            HttpMessage answer = client.request("TRACE", "/own");
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isNull();
        }
    }

    @Test
    void oneThatFailsIsAFailureOfItsPlugin() throws Exception {
        try (RawClient client = proxy.client()) {
            assertThat(client.get("/fails").status()).isEqualTo(500);
            assertThat(client.get("/streams").status()).isEqualTo(500);
            assertThat(client.get("/none").status()).isEqualTo(500);
            assertThat(client.get("/mended").bodyText()).isEqualTo("own");
            assertThat(client.request("POST", "/mended", "Content-Length: 0").bodyText())
                    .isEqualTo("own");
        }
        assertThat(proxy.line("/fails").outcome()).isEqualTo("plugin-failure");
        assertThat(proxy.line("/streams").outcome()).isEqualTo("plugin-failure");
        assertThat(proxy.line("/none").outcome()).isEqualTo("plugin-failure");
    }

    /** Makes a page, or fails to. */
    private interface Made {
        StatusResponse page() throws InterruptedException;
    }

    private static StatusEndpointFactory page(String name, Made made) {
        return new StatusEndpointFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public StatusEndpoint create(Settings settings) {
                return new StatusEndpoint() {
                    @Override
                    public String path() {
                        return "/" + name;
                    }

                    @Override
                    public StatusResponse respond(StatusView status) {
                        try {
                            return made.page();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                };
            }
        };
    }
}
