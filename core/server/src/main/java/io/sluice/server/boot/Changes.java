package io.sluice.server.boot;

import io.sluice.server.config.ListenerConfig;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.tls.TlsFiles.Expiry;
import io.sluice.server.upstream.Pool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is otherwise in one configuration than in the one before, in words for the log. */
final class Changes {
    private final Snapshot before;
    private final Snapshot after;
    private final SluiceConfig then;
    private final SluiceConfig now;
    private final List<String> lines = new ArrayList<>();

    private Changes(Snapshot before, Snapshot after) {
        this.before = before;
        this.after = after;
        this.then = before.config();
        this.now = after.config();
    }

    /** All changes; none: what is written is the same, and so are the certificates. */
    static List<String> between(Snapshot before, Snapshot after) {
        return new Changes(before, after).all();
    }

    /**
     * What a reload does not change.
     *
     * @param started the configuration of the start
     * @param errorLog whether the error log is one that a configuration names
     */
    record Running(SluiceConfig started, boolean errorLog) {
        static Running of(SluiceConfig started) {
            return new Running(started, started.errorLog().isPresent());
        }

        Running withErrorLog() {
            return new Running(started, true);
        }
    }

    /**
     * What takes a restart, each with its key.
     *
     * @param bound the listeners with the settings that their sockets were made with, by the names of now
     */
    static List<String> forRestart(Running running, SluiceConfig now, Map<String, ListenerConfig> bound) {
        SluiceConfig then = running.started();
        List<String> keys = new ArrayList<>();
        if (then.workers() != now.workers()) {
            keys.add("sluice.workers");
        }
        if (then.tls().provider() != now.tls().provider()) {
            keys.add("sluice.tls.provider");
        }
        if (running.errorLog() && now.errorLog().isEmpty()) {
            keys.add("sluice.error-log");
        }
        if (then.jmx() != now.jmx()) {
            keys.add("sluice.metrics.jmx");
        }
        for (ListenerConfig listener : now.listeners().values()) {
            ListenerConfig old = bound.get(listener.name());
            if (old != null) {
                if (old.backlog() != listener.backlog()) {
                    keys.add("sluice.listeners." + listener.name() + ".backlog");
                }
                if (old.reusePort() != listener.reusePort()) {
                    keys.add("sluice.listeners." + listener.name() + ".reuse-port");
                }
            }
        }
        return keys.stream()
                .map(key -> key + ": what is new takes part after a restart")
                .toList();
    }

    private List<String> all() {
        listeners();
        hosts();
        upstreams();
        certificates();
        names("access log", then.accessLogs().keySet(), now.accessLogs().keySet());
        blocks();
        return lines;
    }

    private void listeners() {
        names("listener", then.listeners().keySet(), now.listeners().keySet());
        now.listeners().forEach((name, listener) -> {
            ListenerConfig old = then.listeners().get(name);
            if (old != null && !old.bind().equals(listener.bind())) {
                lines.add("listener " + name + " moved to " + listener.bind());
            } else if (old != null && !same("listeners", name)) {
                lines.add("listener " + name + " changed");
            }
        });
        if (then.admin().isPresent() != now.admin().isPresent()) {
            lines.add("admin listener " + (now.admin().isPresent() ? "added" : "removed"));
        } else if (!same("admin")) {
            lines.add("admin listener changed");
        }
    }

    private void hosts() {
        Set<String> old = hostNames(then);
        Set<String> names = hostNames(now);
        names("host", old, names);
        Set<String> both = new LinkedHashSet<>(names);
        both.retainAll(old);
        for (String host : both) {
            int known = lines.size();
            names("route", routes(before, host), routes(after, host));
            if (lines.size() == known && !same("hosts", host)) {
                lines.add("host " + host + " changed");
            }
        }
    }

    private static Set<String> hostNames(SluiceConfig config) {
        Set<String> names = new LinkedHashSet<>();
        config.hosts().forEach(host -> names.add(host.name()));
        return names;
    }

    private static List<String> routes(Snapshot snapshot, String host) {
        return snapshot.routeNames().stream()
                .filter(name -> name.startsWith(host + " "))
                .sorted()
                .toList();
    }

    private void upstreams() {
        names("upstream", then.upstreams().keySet(), now.upstreams().keySet());
        now.upstreams().keySet().forEach(name -> {
            Pool old = before.pools().get(name);
            Pool pool = after.pools().get(name);
            if (old != null && old != pool) {
                int added = pool.without(old);
                int removed = old.without(pool);
                lines.add("upstream " + name + ": "
                        + (added + removed == 0
                                ? "settings changed"
                                : added + " endpoints added, " + removed + " removed"));
            }
        });
    }

    private void certificates() {
        Map<Path, Expiry> old = byFile(before);
        Map<Path, Expiry> certificates = byFile(after);
        names("certificate", old.keySet(), certificates.keySet());
        certificates.forEach((file, one) -> {
            if (old.containsKey(file) && !old.get(file).equals(one)) {
                lines.add("certificate " + file + " is another one, valid until " + one.notAfter());
            }
        });
    }

    private static Map<Path, Expiry> byFile(Snapshot snapshot) {
        Map<Path, Expiry> out = new TreeMap<>();
        snapshot.security().files().expiries().forEach(one -> out.put(one.certificate(), one));
        return out;
    }

    private void blocks() {
        for (String key : List.of("access-log", "access-logs", "error-log", "maps", "resolver", "defaults", "tls")) {
            if (!same(key)) {
                lines.add(key + " changed");
            }
        }
    }

    private void names(String what, Collection<?> old, Collection<?> names) {
        old.stream().filter(name -> !names.contains(name)).forEach(name -> lines.add(what + " " + name + " removed"));
        names.stream().filter(name -> !old.contains(name)).forEach(name -> lines.add(what + " " + name + " added"));
    }

    private boolean same(String block) {
        return now.text().same(then.text(), block);
    }

    private boolean same(String block, String key) {
        return now.text().same(then.text(), block, key);
    }
}
