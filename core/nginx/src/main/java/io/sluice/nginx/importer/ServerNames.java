package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The names by which servers are found. Where several have one at the same address, nginx warns and the first has it; Sluice
 * refuses a name that can find nothing, so that the others are written without it.
 */
final class ServerNames {
    private final Listeners listeners;
    private final Ledger ledger;
    private final Map<Scope, Served> served = new HashMap<>();

    /**
     * How a server is found.
     *
     * @param names those that find it
     * @param at the listeners at which something finds it; none where nothing does at any
     */
    record Served(List<String> names, List<String> at) {}

    ServerNames(Scope http, Listeners listeners, Ledger ledger) {
        this.listeners = listeners;
        this.ledger = ledger;
        Map<Listener, Set<String>> taken = new HashMap<>();
        for (Scope server : http.children(Context.SERVER)) {
            if (!listeners.at(server).isEmpty()) {
                served.put(server, serve(server, taken));
            }
        }
    }

    /** How a server is found that has listeners. */
    Served of(Scope server) {
        return served.get(server);
    }

    private Served serve(Scope server, Map<Listener, Set<String>> taken) {
        Directive opening = server.opening().orElseThrow();
        List<String> own = own(server);
        List<Listener> at = new ArrayList<>();
        Map<Listener, List<String>> free = new LinkedHashMap<>();
        for (Listener listener : listeners.at(server)) {
            Set<String> others = taken.computeIfAbsent(listener, key -> new HashSet<>());
            List<String> mine = own.stream()
                    .filter(name -> lookedUp(name).stream().noneMatch(others::contains))
                    .toList();
            mine.forEach(name -> others.addAll(lookedUp(name)));
            if (mine.size() < own.size()) {
                ledger.warn(
                        opening,
                        lost(own, mine) + " at " + listener.bind()
                                + " is an earlier server's, as in nginx, which warns of it");
            }
            if (!mine.isEmpty() || listener.settings() == server) {
                at.add(listener);
                free.put(listener, mine);
            }
        }
        List<String> names = at.isEmpty() ? List.of() : free.get(at.get(0));
        if (free.values().stream().anyMatch(other -> !other.equals(names))) {
            ledger.leave(
                    opening,
                    "earlier servers have its names at some of its addresses; write a server for each of those");
        } else if (at.isEmpty() && own.isEmpty()) {
            ledger.warn(
                    opening, "nothing leads there, so that it is left out: it is no default server and has no name");
        }
        return new Served(names, at.stream().map(Listener::name).toList());
    }

    private static String lost(List<String> own, List<String> mine) {
        return "the name \""
                + String.join(
                        "\", \"",
                        own.stream().filter(name -> !mine.contains(name)).toList())
                + "\"";
    }

    /** Without server_name, that of requests that name no host. */
    private static List<String> own(Scope server) {
        Map<List<String>, String> names = new LinkedHashMap<>();
        server.own("server_name").stream()
                .flatMap(directive -> directive.texts().stream())
                .map(name -> name.startsWith("~") ? Expressions.of(name) : name)
                .forEach(name -> names.putIfAbsent(lookedUp(name), name));
        return server.own("server_name").isEmpty() ? List.of("") : List.copyOf(names.values());
    }

    /** The names that a written one is looked up by. */
    private static List<String> lookedUp(String name) {
        String lower = name.startsWith("~") ? name : name.toLowerCase(Locale.ROOT);
        return lower.startsWith(".") ? List.of(lower.substring(1), "*" + lower) : List.of(lower);
    }
}
