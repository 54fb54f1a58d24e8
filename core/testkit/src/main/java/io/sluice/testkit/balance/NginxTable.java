package io.sluice.testkit.balance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an nginx of a known version tried for one scenario. A file of such tables is text:
 *
 * <pre>
 * # comment
 * scenario weights differ
 * server 127.0.0.1:1 weight=5
 * server 127.0.0.2:1
 * 192.0.2.7{@literal <tab>}/room/1{@literal <tab>}127.0.0.2:1 127.0.0.1:1
 * </pre>
 *
 * @param scenario the servers
 * @param tries for each request, in order, the addresses that nginx tried, in order
 */
public record NginxTable(Scenario scenario, Map<KeyedRequest, List<String>> tries) {
    private static final int REQUESTS = 48;

    /** The tables of a file on the class path of {@code owner}. */
    public static List<NginxTable> read(Class<?> owner, String resource) throws IOException {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /**
     * Asks the nginx that is installed again, for the scenarios that a file names, and writes its answers into the file.
     *
     * @param work an empty folder
     * @param strategy the directive of the strategy
     */
    public static void rewrite(Path file, Path work, String strategy) throws IOException {
        StringBuilder out = new StringBuilder();
        List<NginxTable> tables = parse(Files.readString(file, StandardCharsets.UTF_8));
        for (NginxTable table : tables) {
            Scenario scenario = table.scenario();
            List<KeyedRequest> requests = scenario.requests(scenario.name().hashCode(), REQUESTS);
            Path folder = Files.createDirectory(work.resolve(scenario.name().replace(' ', '-')));
            try (NginxUpstream nginx = NginxUpstream.start(folder, strategy, scenario)) {
                if (out.length() == 0) {
                    out.append("# What ").append(nginx.version()).append(" tried with ");
                    out.append(strategy.isEmpty() ? "no directive" : strategy.replace(";", ""));
                    out.append(". Client, key, servers in order. Written by NginxTable.rewrite.\n");
                }
                List<List<String>> tries = nginx.tries(requests);
                out.append("\nscenario ").append(scenario.name()).append('\n');
                scenario.servers()
                        .forEach(server -> out.append("server ").append(server).append('\n'));
                for (int i = 0; i < requests.size(); i++) {
                    out.append(requests.get(i).client()).append('\t');
                    out.append(requests.get(i).key()).append('\t');
                    out.append(String.join(" ", tries.get(i))).append('\n');
                }
            }
        }
        Files.writeString(file, out, StandardCharsets.UTF_8);
    }

    /** The requests. */
    public List<KeyedRequest> requests() {
        return List.copyOf(tries.keySet());
    }

    /** The name of the scenario. */
    @Override
    public String toString() {
        return scenario.name();
    }

    private static List<NginxTable> parse(String text) {
        List<NginxTable> out = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            NginxTable last = out.isEmpty() ? null : out.get(out.size() - 1);
            if (line.startsWith("scenario ")) {
                out.add(new NginxTable(new Scenario(line.substring(9), new ArrayList<>()), new LinkedHashMap<>()));
            } else if (line.startsWith("server ")) {
                last.scenario().servers().add(line.substring(7));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] columns = line.split("\t", 3);
                last.tries().put(new KeyedRequest(columns[0], columns[1]), List.of(columns[2].split(" ", -1)));
            }
        }
        return List.copyOf(out);
    }
}
