package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.UnixSocket;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Back ends behind sockets in the file system, as an nginx.conf names them, after import and beside a real nginx. */
class UnixSocketTest {
    private static final String HTTP = """
            upstream turns { server unix:FOLDER/0.sock; server unix:FOLDER/1.sock weight=2; server unix:FOLDER/2.sock; }
            upstream ring { hash $arg_k consistent;
              server unix:FOLDER/0.sock; server unix:FOLDER/1.sock; server unix:FOLDER/2.sock; }
            upstream half { server unix:FOLDER/none.sock; server unix:FOLDER/0.sock; }
            upstream dead { server unix:FOLDER/none.sock; }
            server { listen 127.0.0.1:PORT;
              add_header X-Upstream "$upstream_addr $upstream_status" always;
              location /turns { proxy_pass http://turns; }
              location /ring { proxy_pass http://ring; }
              location /half { proxy_pass http://half; }
              location /dead { proxy_pass http://dead; }
              location /alone { proxy_pass http://unix:FOLDER/1.sock; }
              location /replaced/ { proxy_pass http://unix:FOLDER/1.sock:/new/; }
              location /ws { proxy_pass http://ring; proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; } }
            """;

    private static final List<ScriptedBackend> BACKENDS = new ArrayList<>();
    private static final List<UnixSocket> SOCKETS = new ArrayList<>();
    private static Nginx nginx;
    private static RunningSluice sluice;
    private static InetSocketAddress web;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Nginx.assumeInstalled();
        for (int i = 0; i < 3; i++) {
            ScriptedBackend backend = ScriptedBackend.start(Scripts.echo());
            BACKENDS.add(backend);
            SOCKETS.add(UnixSocket.at(folder.resolve(i + ".sock"), backend.address()));
        }
        nginx = Nginx.start(Files.createDirectory(folder.resolve("nginx")), port -> told(folder, port));
        int port = FreePort.next();
        Path input = Files.writeString(
                folder.resolve("nginx.conf"), "events {}\nhttp {\n  access_log off;\n" + told(folder, port) + "}\n");
        RunningSluice.Launch launch = RunningSluice.in(folder);
        Command.Result imported = Command.sluice(launch.home(), "import", input.toString());
        assertThat(imported.code()).as(imported.stderr()).isZero();
        sluice = launch.start(imported.stdout());
        web = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String told(Path folder, int port) {
        return HTTP.replace("FOLDER", folder.toString()).replace("PORT", Integer.toString(port));
    }

    @AfterAll
    static void stop() throws IOException {
        if (nginx != null) {
            nginx.close();
        }
        if (sluice != null) {
            sluice.close();
        }
        for (UnixSocket socket : SOCKETS) {
            socket.close();
        }
        for (ScriptedBackend backend : BACKENDS) {
            backend.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/turns", "/half", "/dead", "/alone", "/replaced/x"})
    void requestsAreServedAsByNginx(String path) throws IOException {
        assertThat(answers(web, path, 8)).isEqualTo(answers(nginx.address(), path, 8));
    }

    @Test
    void aConsistentHashPlacesThemAsNginxDoes() throws IOException {
        for (int key = 0; key < 300; key++) {
            String path = "/ring?k=" + key;
            assertThat(answers(web, path, 1)).as(path).isEqualTo(answers(nginx.address(), path, 1));
        }
    }

    @Test
    void aWebSocketIsCarried() throws IOException {
        try (WebSocketPeer client = WebSocketClient.open(web, "/ws?k=1")) {
            client.text("over a socket");
            assertThat(client.readMessage().text()).isEqualTo("over a socket");
        }
    }

    /** Status, who was asked, and what the back end saw. */
    private static List<String> answers(InetSocketAddress server, String path, int count) throws IOException {
        List<String> out = new ArrayList<>();
        try (RawClient client = RawClient.connect(server)) {
            for (int i = 0; i < count; i++) {
                client.sendRequest("GET", path);
                HttpMessage answer = client.readResponse("GET");
                out.add(answer.status() + " " + answer.header("X-Upstream") + " " + seen(answer));
            }
        }
        return out;
    }

    /** The request line and the Host of the head that the back end mirrors. */
    private static String seen(HttpMessage answer) {
        return answer.bodyText()
                .lines()
                .filter(line -> line.startsWith("GET ") || line.startsWith("Host:"))
                .map(line -> line.replaceFirst(" HTTP/1.[01]$", ""))
                .toList()
                .toString();
    }
}
