package io.sluice.testkit.balance;

import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An upstream of a real nginx whose servers all refuse the connection, so that {@code $upstream_addr} tells the order in
 * which nginx tries them. Failures are not counted ({@code max_fails=0}): each request finds all servers healthy. The
 * servers' addresses must be on loopback, with a port on which nobody listens, such as 127.0.0.7:1.
 */
public final class NginxUpstream implements Closeable {
    private static final int PIPELINED = 50;

    private final Nginx nginx;

    private NginxUpstream(Nginx nginx) {
        this.nginx = nginx;
    }

    /**
     * Starts nginx.
     *
     * @param folder an empty folder
     * @param strategy the directive of the strategy, such as {@code ip_hash;}, or nothing for round robin
     */
    public static NginxUpstream start(Path folder, String strategy, Scenario scenario) throws IOException {
        return start(folder, strategy, scenario, Integer.MAX_VALUE);
    }

    /**
     * Starts nginx.
     *
     * @param folder an empty folder
     * @param strategy the directive of the strategy, such as {@code ip_hash;}, or nothing for round robin
     * @param most how many servers it may try for one request
     */
    public static NginxUpstream start(Path folder, String strategy, Scenario scenario, int most) throws IOException {
        StringBuilder upstream = new StringBuilder("  upstream tried {\n    " + strategy + "\n");
        scenario.servers()
                .forEach(server -> upstream.append("    server ").append(server).append(" max_fails=0;\n"));
        upstream.append("  }\n");
        return new NginxUpstream(Nginx.start(folder, port -> """
                  error_log /dev/null crit;
                %s  server {
                    listen 127.0.0.1:%d;
                    set_real_ip_from 127.0.0.1;
                    real_ip_header X-Forwarded-For;
                    keepalive_requests 1000000;
                    location = /version {
                      return 204;
                    }
                    location / {
                      proxy_pass http://tried;
                      proxy_next_upstream error;
                      proxy_next_upstream_tries %d;
                      add_header X-Tried $upstream_addr always;
                    }
                  }
                """.formatted(upstream, port, most)));
    }

    /** The addresses that nginx tries for each request, in order. */
    public List<List<String>> tries(List<KeyedRequest> requests) throws IOException {
        List<List<String>> out = new ArrayList<>();
        try (RawClient client = RawClient.connect(nginx.address())) {
            for (int from = 0; from < requests.size(); from += PIPELINED) {
                List<KeyedRequest> batch = requests.subList(from, Math.min(from + PIPELINED, requests.size()));
                for (KeyedRequest request : batch) {
                    client.sendRequest("GET", "/", "X-Forwarded-For: " + request.client(), "X-Key: " + request.key());
                }
                for (int i = 0; i < batch.size(); i++) {
                    HttpMessage answer = client.readResponse("GET");
                    out.add(List.of(answer.headers().first("X-Tried").split(", ", -1)));
                }
            }
        }
        return out;
    }

    /** Name and version, such as {@code nginx/1.22.1}. */
    public String version() throws IOException {
        try (RawClient client = RawClient.connect(nginx.address())) {
            return client.get("/version").headers().first("Server");
        }
    }

    @Override
    public void close() {
        nginx.close();
    }
}
