package io.sluice.server.upstream;

/** What a tunnel came by or leads to, of which the loss may end it. It may come back in time. */
public enum Loss {
    /** A reload took the listener away that its client came to, or moved it to another address. */
    LISTENER,
    /** A reload took the route away that led to it. */
    ROUTE,
    /** Its endpoint is no longer used. */
    ENDPOINT
}
