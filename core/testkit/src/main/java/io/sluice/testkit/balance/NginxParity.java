package io.sluice.testkit.balance;

import io.sluice.api.Settings;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.testkit.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests of a strategy that is to choose as nginx does; a plugin's test extends this class. Its tables lie beside it
 * among the test resources. To write them anew after adding a scenario, run the test with {@code
 * -DargLine=-Dnginx.tables=write} where the wanted nginx is installed.
 */
public abstract class NginxParity {
    private static final int LIVE_REQUESTS = 10_000;

    /** With more servers, to have all of them tried for each request would take minutes: the first choice is compared. */
    private static final int MOST_SERVERS_TRIED = 10;

    @TempDir
    private Path folder;

    private final String tables;
    private final String strategy;
    private final LoadBalancerFactory factory;
    private final Supplier<Settings> settings;

    /**
     * Sets up the comparison.
     *
     * @param tables the name of the file of tables
     * @param strategy nginx's directive, such as {@code ip_hash;}, or nothing for round robin
     * @param factory what makes our balancers
     * @param settings their settings, read afresh for each
     */
    protected NginxParity(String tables, String strategy, LoadBalancerFactory factory, Supplier<Settings> settings) {
        this.tables = tables;
        this.strategy = strategy;
        this.factory = factory;
        this.settings = settings;
    }

    @TestFactory
    Stream<DynamicTest> serversAreTriedInTheOrderOfTheTable() throws IOException {
        return NginxTable.read(getClass(), tables).stream()
                .map(table -> DynamicTest.dynamicTest(
                        table.toString(),
                        () -> compare(
                                table.scenario(),
                                table.requests(),
                                List.copyOf(table.tries().values()),
                                Integer.MAX_VALUE)));
    }

    @TestFactory
    Stream<DynamicTest> serversAreTriedInTheOrderOfTheNginxInstalledHere() throws IOException {
        return NginxTable.read(getClass(), tables).stream()
                .map(NginxTable::scenario)
                .filter(Scenario::refusesEverywhere)
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> compareLive(scenario)));
    }

    @Test
    @EnabledIfSystemProperty(named = "nginx.tables", matches = "write")
    void writesTheTablesAnew() throws IOException {
        Path resources =
                Path.of("src/test/resources", getClass().getPackageName().split("[.]", -1));
        NginxTable.rewrite(resources.resolve(tables), folder, strategy);
    }

    private void compareLive(Scenario scenario) throws IOException {
        Nginx.assumeInstalled();
        List<KeyedRequest> requests = KeyedRequest.sample(scenario.name().length(), LIVE_REQUESTS);
        int most = scenario.servers().size() > MOST_SERVERS_TRIED ? 1 : Integer.MAX_VALUE;
        Path own = Files.createDirectory(folder.resolve(scenario.name().replace(' ', '-')));
        try (NginxUpstream nginx = NginxUpstream.start(own, strategy, scenario, most)) {
            compare(scenario, requests, nginx.tries(requests), most);
        }
    }

    private void compare(Scenario scenario, List<KeyedRequest> requests, List<List<String>> expected, int most) {
        List<List<String>> actual = scenario.tries(factory, settings, requests, most);
        for (int i = 0; i < requests.size(); i++) {
            int number = i + 1;
            Assertions.assertEquals(
                    expected.get(i), actual.get(i), () -> "request " + number + ", " + requests.get(number - 1));
        }
        Assertions.assertFalse(requests.isEmpty(), "no requests to compare");
    }
}
