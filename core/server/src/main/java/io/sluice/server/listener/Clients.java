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
            if (entry instanceof ClientConnection client) {
                action.accept(client);
            }
            entry = next;
        }
    }

    /** A place in the ring that stays where it is while connections come and go. */
    static final class Cursor extends Entry {}

    /**
     * Calls the connections behind a cursor, which moves on; each may leave the ring during its own call.
     *
     * @param cursor a new one begins at the first
     * @param most how many to call at most
     * @param last the number of the last connection to call: younger ones, which may come without end, are not
     * @return whether there may be more; else the cursor has left the ring
     */
    boolean walk(Cursor cursor, int most, long last, Consumer<? super ClientConnection> action) {
        Entry place = cursor;
        Entry entry = place.next == place ? head.next : place.next;
        place.unlink();
        for (int left = most; left > 0 && entry != head; left--) {
            Entry next = entry.next;
            if (entry instanceof ClientConnection client) {
                if (client.number() > last) {
                    return false;
                }
                action.accept(client);
            }
            entry = next;
        }
        if (entry == head) {
            return false;
        }
        place.next = entry;
        place.previous = entry.previous;
        entry.previous.next = place;
        entry.previous = place;
        return true;
    }
}
