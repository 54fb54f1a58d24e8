package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.Listen;
import java.util.ArrayList;
import java.util.List;

/** One address with the servers that listen at it. Only {@link Listeners} changes it. */
final class Listener {
    private static final String EVERY_IPV4 = "0.0.0.0:";
    private static final String EVERY_IPV6 = "[::]:";

    private final String bind;
    private final int port;
    private final List<Listen> listens = new ArrayList<>();
    private final List<Directive> directives = new ArrayList<>();
    private final List<Scope> servers = new ArrayList<>();
    private Directive source;
    private Scope settings;
    private String name = "";
    private boolean shared;

    /** An address at which nobody listens yet. */
    Listener(String bind, int port) {
        this.bind = bind;
        this.port = port;
    }

    void add(Scope server, Directive directive, Listen listen) {
        if (settings == null || listen.has("default_server")) {
            settings = server;
            source = directive;
        }
        listens.add(listen);
        directives.add(directive);
        servers.add(server);
    }

    /** Takes the sockets' settings of another address that has the same servers. */
    void absorb(Listener other) {
        listens.addAll(other.listens);
        directives.addAll(other.directives);
    }

    void name(String given) {
        name = given;
    }

    void share() {
        shared = true;
    }

    String bind() {
        return bind;
    }

    int port() {
        return port;
    }

    /** Its name in Sluice. */
    String name() {
        return name;
    }

    /** Whether another listener has the same port, at every address or at one of those that this one has, too. */
    boolean isShared() {
        return shared;
    }

    /** The listen of its default server, by its own words or as the first. */
    Directive source() {
        return source;
    }

    /** Its default server, which says what holds for connections. */
    Scope settings() {
        return settings;
    }

    List<Scope> servers() {
        return servers;
    }

    List<Listen> listens() {
        return listens;
    }

    List<Directive> directives() {
        return directives;
    }

    boolean isTls() {
        return listens.stream().anyMatch(listen -> listen.has("ssl"));
    }

    /** Whether a server is its default by its own words. */
    boolean hasNamedDefault(Scope server) {
        return settings == server && listens.stream().anyMatch(listen -> listen.has("default_server"));
    }

    boolean isEveryIpv4() {
        return bind.startsWith(EVERY_IPV4);
    }

    boolean isEveryIpv6() {
        return bind.startsWith(EVERY_IPV6);
    }

    /** Whether one socket of Sluice can do for both: it takes IPv4 at the address for every IPv6 one. */
    boolean isOneWith(Listener other) {
        return port == other.port
                && servers.equals(other.servers)
                && settings.equals(other.settings)
                && isTls() == other.isTls();
    }

    /** Whether the addresses of the two overlap. */
    boolean overlaps(Listener other) {
        boolean sameFamily = bind.startsWith("[") == other.bind.startsWith("[");
        return port == other.port
                && (isEveryIpv6() || other.isEveryIpv6() || (sameFamily && (isEveryIpv4() || other.isEveryIpv4())));
    }
}
