package io.sluice.server.resolve;

import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * One question, asked again whenever its answer is too old. What could not be found out keeps its last good answer: each
 * family of each host by itself, and the hosts of a service. The listener hears of a change only, and never of an empty list.
 * On the resolver's thread.
 */
final class Watch {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    private final Question question;
    private final String asker;
    private final Consumer<List<Found>> listener;
    private final Means means;
    private final CompletableFuture<Void> first = new CompletableFuture<>();

    private final Map<String, HostAnswer> hosts = new HashMap<>();
    private List<SRVRecord> services = List.of();
    private List<Found> found = List.of();
    private int failures;
    private boolean closed;
    private Runnable waiting = () -> {};

    /** What all watches share. */
    record Means(Names names, HostLookup lookup, Terms terms, Pace pace, Metrics metrics) {}

    /**
     * A watch that has not begun.
     *
     * @param asker whose question it is, for the log: {@code upstream "chat"}
     * @param listener is told all that is found now, in nginx's order, whenever that changes
     */
    Watch(Question question, String asker, Consumer<List<Found>> listener, Means means) {
        this.question = question;
        this.asker = asker;
        this.listener = listener;
        this.means = means;
    }

    /** Asks for the first time. */
    void start() {
        ask();
    }

    /** Ends when the question was answered once, or could not be. */
    CompletableFuture<Void> first() {
        return first;
    }

    void close() {
        closed = true;
        waiting.run();
    }

    private void ask() {
        if (closed) {
            return;
        }
        means.metrics().count(Metric.RESOLVER_LOOKUPS);
        if (question.service()) {
            askService();
        } else {
            askHosts(Set.of(question.name()), Family.AGELESS, null);
        }
    }

    private void askService() {
        CompletionStage<Records.Answer> answer;
        try {
            answer = means.names().records().find(HostLookup.name(question.name()), Type.SRV);
        } catch (LookupException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        then(answer, (records, thrown) -> {
            String failure = null;
            if (thrown != null) {
                failure = question + " could not be resolved "
                        + NameServers.why(thrown).getMessage();
            } else {
                List<SRVRecord> some = usable(records.records());
                if (some.isEmpty()) {
                    failure = question + " could not be resolved: it has no hosts";
                } else {
                    services = some;
                }
            }
            Set<String> targets = new LinkedHashSet<>();
            services.forEach(one -> targets.add(host(one)));
            askHosts(targets, thrown == null ? records.ttl() : Family.AGELESS, failure);
        });
    }

    /** A fault here must not be lost, nor end the watch. */
    private <T> void then(CompletionStage<T> stage, BiConsumer<T, Throwable> next) {
        stage.whenComplete((value, thrown) -> {
            try {
                next.accept(value, thrown);
            } catch (RuntimeException e) {
                log.error("{}: {}", asker, question, e);
                again(Family.AGELESS, question + " could not be resolved: " + e);
                first.complete(null);
            }
        });
    }

    /** A target of "." says that the service is not there (RFC 2782), and no connection goes to port 0. */
    private static List<SRVRecord> usable(List<Record> records) {
        return records.stream()
                .map(SRVRecord.class::cast)
                .filter(one -> one.getTarget().labels() > 1 && one.getPort() > 0)
                .toList();
    }

    private void askHosts(Set<String> names, long ttl, String failure) {
        hosts.keySet().retainAll(names);
        Map<String, CompletableFuture<HostAnswer>> asked = new HashMap<>();
        names.forEach(name -> asked.put(name, means.lookup().find(name)));
        then(
                CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new)),
                (all, thrown) -> answered(asked, ttl, failure));
    }

    private void answered(Map<String, CompletableFuture<HostAnswer>> asked, long ttlSoFar, String failedBefore) {
        if (closed) {
            return;
        }
        String failure = failedBefore;
        long ttl = ttlSoFar;
        for (Map.Entry<String, CompletableFuture<HostAnswer>> one : asked.entrySet()) {
            HostAnswer answer = one.getValue().join();
            hosts.merge(one.getKey(), answer, Watch::known);
            ttl = Math.min(ttl, answer.ttl());
            if (failure == null && answer.failure().isPresent()) {
                failure = one.getKey() + " " + answer.failure().get()
                        + (question.service() ? " while resolving " + question : "");
            }
        }
        tell(all());
        again(ttl, failure);
        first.complete(null);
    }

    /** What is known of a host: what was answered now, and of what was not, what was answered last. */
    private static HostAnswer known(HostAnswer before, HostAnswer now) {
        if (now.isEmpty()) {
            return before;
        }
        return new HostAnswer(
                now.v4().unknown() ? before.v4() : now.v4(), now.v6().unknown() ? before.v6() : now.v6());
    }

    private List<Found> all() {
        List<Found> all = new ArrayList<>();
        if (question.service()) {
            for (SRVRecord one : services) {
                hosts.get(host(one))
                        .addresses()
                        .forEach(address -> all.add(new Found(
                                address, one.getPort(), one.getPriority(), Math.max(1, one.getWeight()), host(one))));
            }
        } else {
            hosts.get(question.name())
                    .addresses()
                    .forEach(address -> all.add(new Found(address, 0, 0, 0, question.name())));
        }
        return Found.sorted(all);
    }

    private void tell(List<Found> now) {
        if (!now.isEmpty() && !now.equals(found)) {
            try {
                listener.accept(now);
                found = now;
            } catch (RuntimeException | LinkageError e) {
                log.error("{}: what {} was resolved to cannot be used", asker, question, e);
            }
        }
    }

    private void again(long ttl, String failure) {
        long wait = means.terms().valid(ttl);
        if (failure != null) {
            failures++;
            means.metrics().count(Metric.RESOLVER_FAILURES);
            long retry = means.terms().retry(failures);
            wait = ttl == Family.AGELESS ? retry : Math.min(wait, retry);
            if (failures == 1) {
                log.warn("{}: {}; {}", asker, failure, found.isEmpty() ? "it has none" : "what it had stays");
            }
        } else {
            if (failures > 0) {
                log.info("{}: {} is resolved again", asker, question);
            }
            failures = 0;
        }
        waiting = means.pace().schedule(this::ask, wait);
    }

    private static String host(SRVRecord one) {
        return one.getTarget().toString(true);
    }
}
