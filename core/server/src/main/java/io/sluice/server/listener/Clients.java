package io.sluice.server.listener;

import java.util.function.Consumer;

/** The client connections of one worker, as a ring; confined to that worker. An entry costs two references. */
final class Clients {
    /** An element of the ring; the ring's head is one, too. */
    static class Entry {
        private Entry next = this;
        private Entry previous = this;

        final void unlink() {
            previous.next = next;
            next.previous = previous;
            next = this;
            previous = this;
        }
    }

    private final Entry head = new Entry();

    void add(Entry entry) {
        entry.previous = head.previous;
        entry.next = head;
        entry.previous.next = entry;
        head.previous = entry;
    }

    /** Calls each connection; one may leave the ring during its own call. */
    void forEach(Consumer<ClientConnection> action) {
        Entry entry = head.next;
        while (entry != head) {
            Entry next = entry.next;
            action.accept((ClientConnection) entry);
            entry = next;
        }
    }
}
