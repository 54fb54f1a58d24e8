package io.sluice.server.tls;

import java.util.function.Consumer;

/**
 * Something made of files that may be replaced while the server runs. Thread-safe.
 *
 * @param <T> immutable
 */
public interface Watched<T> {
    /** What the files held when they were last good. Never blocks. */
    T get();

    /**
     * Calls {@code listener} with each new value, after {@link #get()} answers it. It is called on the thread that looks
     * at the files, or on that of {@link TlsFiles#reload()}; it should be quick and must not throw. What it throws all the
     * same is logged once and is a problem to a reload; the other listeners are told, and this one is called again at each
     * look until it takes the value.
     */
    void onChange(Consumer<? super T> listener);
}
