package io.sluice.server.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A value that some files make up. {@link #get} is for any thread; the rest is guarded by {@link TlsFiles}. */
final class WatchedFiles<T> implements Watched<T> {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    private final Kind<T> kind;
    private final List<Path> files;
    private final List<Consumer<? super T>> listeners = new CopyOnWriteArrayList<>();
    private FileStamps tried;
    private FileStamps seen;
    private boolean failing;
    /** Who could not take {@link #value}: failing, too. */
    private List<Consumer<? super T>> untold = List.of();

    private volatile T value;

    /** Loads the files for the first time. */
    WatchedFiles(List<Path> files, Kind<T> kind) throws TlsFileException {
        this.kind = kind;
        this.files = files;
        this.tried = FileStamps.of(files);
        this.seen = tried;
        this.value = kind.loader.load(LOG::warn);
    }

    /** Reads the files. */
    @FunctionalInterface
    interface Loader<T> {
        T load(Consumer<String> warnings) throws TlsFileException;
    }

    /**
     * A kind of value.
     *
     * @param place where the configuration names the files, and which they are
     * @param same whether two values say the same
     * @param describe says for the log what was taken
     */
    record Kind<T>(String place, Loader<T> loader, BiPredicate<T, T> same, Function<T, String> describe) {}

    @Override
    public T get() {
        return value;
    }

    @Override
    public void onChange(Consumer<? super T> listener) {
        listeners.add(listener);
    }

    /**
     * Loads the files when they have changed and two looks in a row saw the same, or when they or those who listen failed
     * before.
     */
    void look() {
        FileStamps now = FileStamps.of(files);
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && (failing || !untold.isEmpty() || !now.equals(tried))) {
            load(now);
        }
    }

    /** Loads the files now. Answers why they cannot be used, or who still uses what was before; empty where all is well. */
    Optional<String> reload() {
        return load(FileStamps.of(files));
    }

    private Optional<String> load(FileStamps stamps) {
        boolean again = stamps.equals(tried);
        List<String> warnings = new ArrayList<>();
        T fresh;
        try {
            fresh = kind.loader.load(warnings::add);
        } catch (TlsFileException e) {
            if (!(failing && again)) {
                LOG.error("{}; what was loaded before stays in use", e.getMessage());
            }
            failing = true;
            tried = stamps;
            return Optional.of(e.getMessage());
        }
        failing = false;
        // Files that changed while they were read do not have these stamps: the next looks read them again.
        tried = stamps;
        if (!kind.same.test(value, fresh)) {
            warnings.forEach(LOG::warn);
            value = fresh;
            LOG.info("{}: {}", kind.place, kind.describe.apply(fresh));
            return tell(List.copyOf(listeners), false);
        }
        return untold.isEmpty() ? Optional.empty() : tell(untold, again);
    }

    /**
     * Tells these of the value. One that fails, against its contract, does not keep the others from it, and is told again at
     * the next look.
     *
     * @param known whether the log has said before that some of them fail
     */
    private Optional<String> tell(List<Consumer<? super T>> whom, boolean known) {
        // Should the JVM itself fail amid them, it is not known who was told.
        untold = whom;
        List<Consumer<? super T>> failed = new ArrayList<>();
        Throwable first = null;
        for (Consumer<? super T> listener : whom) {
            try {
                listener.accept(value);
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable e) {
                failed.add(listener);
                first = together(first, e);
            }
        }
        untold = failed;
        if (first == null) {
            return Optional.empty();
        }
        String problem = kind.place + ": " + failed.size() + " of the " + listeners.size()
                + " parts of the server that use it could not take what is new";
        if (!known) {
            LOG.error(problem, first);
        }
        return Optional.of(problem + ": " + first);
    }

    @SuppressWarnings("ReferenceEquality") // the same object cannot be suppressed by itself
    private static Throwable together(Throwable first, Throwable next) {
        if (first == null) {
            return next;
        }
        if (first != next) {
            first.addSuppressed(next);
        }
        return first;
    }

    @Override
    public String toString() {
        return kind.place;
    }
}
