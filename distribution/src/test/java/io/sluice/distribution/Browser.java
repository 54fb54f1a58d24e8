package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import io.sluice.testkit.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A page in Debian's Chromium, without a window, driven by the protocol of its developer tools. For one thread.
 */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private final Process process;
    private final BlockingQueue<Config> answers = new LinkedBlockingQueue<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private WebSocket line;
    private int asked;

    private Browser(Process process) {
        this.process = process;
    }

    /** Starts it with an empty page; the test is skipped where there is none. */
    static Browser start(Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "Chromium is not installed: the page is not looked at");
        Path profile = folder.resolve("browser");
        Browser browser = new Browser(new ProcessBuilder(
                        CHROMIUM.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("browser.log").toFile())
                .start());
        try {
            Path port = profile.resolve("DevToolsActivePort");
            List<String> lines = Eventually.value(
                    "the browser is there",
                    () -> Files.exists(port) ? Files.readAllLines(port, UTF_8) : List.<String>of(),
                    found -> found.size() == 2);
            browser.connect(Integer.parseInt(lines.get(0)));
            return browser;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            browser.close();
            throw e;
        }
    }

    private void connect(int port) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String target = json(client.send(page, HttpResponse.BodyHandlers.ofString())
                        .body())
                .getString("webSocketDebuggerUrl");
        line = client.newWebSocketBuilder()
                .buildAsync(URI.create(target), new Incoming())
                .join();
        send("Page.enable", "{}");
        send("Runtime.enable", "{}");
        send("Log.enable", "{}");
    }

    private final class Incoming implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    private void take(String text) {
        Config message = json(text);
        if (message.hasPath("id")) {
            answers.add(message);
        } else if (List.of("Runtime.exceptionThrown", "Log.entryAdded").contains(message.getString("method"))) {
            complaints.add(text);
        }
    }

    private static Config json(String text) {
        return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
    }

    private Config send(String method, String parameters) throws InterruptedException {
        int id = ++asked;
        line.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true)
                .join();
        while (true) {
            Config answer = answers.poll(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("the browser does not answer: " + method);
            }
            if (answer.getInt("id") == id) {
                return answer;
            }
        }
    }

    /** Goes to an address. What it shows comes later. */
    void go(String url) throws InterruptedException {
        complaints.clear();
        send("Page.navigate", "{\"url\":" + ConfigUtil.quoteString(url) + "}");
    }

    /** What an expression of the page's language comes to, as text. */
    String text(String expression) throws InterruptedException {
        Config answer = send(
                "Runtime.evaluate",
                "{\"returnByValue\":true,\"expression\":" + ConfigUtil.quoteString("String(" + expression + ")") + "}");
        if (answer.hasPath("result.exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.getConfig("result.exceptionDetails"));
        }
        return answer.getString("result.result.value");
    }

    /** The text of the first element that a selector finds; empty where there is none. */
    String shown(String selector) throws InterruptedException {
        return text("document.querySelector(" + ConfigUtil.quoteString(selector) + ")?.innerText ?? ''");
    }

    /** Waits until an element shows a text. */
    void awaitShown(String selector, String expected) {
        Eventually.value(selector + " shows " + expected, () -> shown(selector), expected::equals);
    }

    /** What the page's scripts threw, and what the browser refused, since it went there. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() throws InterruptedException {
        if (line != null) {
            line.abort();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }
}
