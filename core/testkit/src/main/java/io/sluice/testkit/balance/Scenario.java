package io.sluice.testkit.balance;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FakeExchange;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Servers to choose from.
 *
 * @param name what is special about them
 * @param servers each as nginx's server directive takes it: an address, then {@code weight=}, {@code down} and
 *     {@code backup} as wanted
 */
public record Scenario(String name, List<String> servers) {
    /** The endpoints, without backups or the backups alone. */
    public List<Endpoint> endpoints(boolean backups) {
        List<Endpoint> out = new ArrayList<>();
        for (String server : servers) {
            FakeEndpoint endpoint = endpoint(server);
            if (endpoint.backup() == backups) {
                out.add(endpoint);
            }
        }
        return List.copyOf(out);
    }

    /**
     * The addresses of the endpoints in the order in which a balancer would have each request try them, when all fail: the
     * ordinary ones, then the backups.
     *
     * @param settings called once for each balancer that is built
     * @param most how many are tried for one request
     */
    public List<List<String>> tries(
            LoadBalancerFactory factory, Supplier<Settings> settings, List<KeyedRequest> requests, int most) {
        List<LoadBalancer> balancers = new ArrayList<>();
        for (boolean backups : List.of(false, true)) {
            List<Endpoint> endpoints = endpoints(backups);
            if (!endpoints.isEmpty()) {
                balancers.add(factory.create(endpoints, settings.get()));
            }
        }
        List<List<String>> out = new ArrayList<>();
        for (KeyedRequest request : requests) {
            FakeExchange exchange = new FakeExchange().client(request.client()).requestHeader("X-Key", request.key());
            List<String> tried = new ArrayList<>();
            for (LoadBalancer balancer : balancers) {
                Iterator<Endpoint> ranked = balancer.rank(exchange);
                while (tried.size() < most && ranked.hasNext()) {
                    tried.add(address(ranked.next().name()));
                }
            }
            out.add(List.copyOf(tried));
        }
        return out;
    }

    /**
     * Requests to compare with, the same for a seed: {@code most} of them for a few servers, fewer for many, so that the
     * tries of all of them stay bounded.
     */
    List<KeyedRequest> requests(long seed, int most) {
        return KeyedRequest.sample(seed, Math.min(most, Math.max(8, 10 * most / servers.size())));
    }

    /** Whether every server has a port on which nobody listens, so that a real nginx tries them all. */
    boolean refusesEverywhere() {
        return servers.stream().allMatch(server -> endpoint(server).name().endsWith(":1"));
    }

    @Override
    public String toString() {
        return name;
    }

    /** What nginx shows for a server of this name. */
    private static String address(String name) {
        return name.matches(".*:[0-9]+") ? name : name + ":80";
    }

    private static FakeEndpoint endpoint(String server) {
        String[] words = server.split(" ", -1);
        FakeEndpoint out = new FakeEndpoint(words[0]);
        for (int i = 1; i < words.length; i++) {
            switch (words[i]) {
                case "down" -> out.asDown();
                case "backup" -> out.asBackup();
                default -> out.weight(Integer.parseInt(words[i].replace("weight=", "")));
            }
        }
        return out;
    }
}
