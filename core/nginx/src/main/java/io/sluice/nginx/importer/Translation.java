package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;

/**
 * Brings over one group of directives. There is one object of each class, so it keeps nothing between calls. Each method
 * writes keys into a block that is open; what it reads through the ledger's {@code effective} and {@code value}, or takes, is
 * brought over; what it cannot bring over it leaves, with what to do instead.
 */
interface Translation {
    /** Writes keys of {@code sluice}. */
    default void root(Scope main, Ledger ledger, Hocon out) {}

    /** Writes keys of a listener, of which the server is the default. */
    default void listener(Scope server, Ledger ledger, Hocon out) {}

    /** Writes keys of an upstream. */
    default void upstream(Scope upstream, Ledger ledger, Hocon out) {}

    /** Writes keys of a host. */
    default void host(Scope server, Ledger ledger, Hocon out) {}

    /** Writes keys of a route, for a location or an {@code if} in one. */
    default void route(Scope location, Ledger ledger, Hocon out) {}
}
