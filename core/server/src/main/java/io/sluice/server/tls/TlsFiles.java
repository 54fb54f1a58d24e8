package io.sluice.server.tls;

import io.sluice.server.config.CertificateConfig;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of TLS, loaded, checked and kept up to date while the server runs. Who speaks TLS asks here for what it needs
 * and holds on to the {@link Watched} values; the same files asked for twice are loaded once.
 *
 * <p>Changed files are taken when two looks in a row saw them the same, so that what is half written is not. Those that
 * cannot be used leave the old ones in their place and are tried again at each look; the log says so once for each change.
 *
 * <p>One serves one configuration, and is closed with it: who listens for changes is held as long as this. Thread-safe.
 * Looks happen on a thread of its own.
 */
public final class TlsFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    /** How often the ends of certificates are looked at where files are not. */
    private static final Duration WITHOUT_WATCH = Duration.ofHours(1);

    private final Duration interval;
    private final Clock clock;
    private final Expiries expiries;
    private final Map<Key, WatchedFiles<Identity>> identities = new HashMap<>();
    private final Map<Path, WatchedFiles<List<X509Certificate>>> authorities = new HashMap<>();
    private final Map<Path, WatchedFiles<List<X509CRL>>> crls = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Nothing is loaded yet, and nothing is looked at before {@link #start()}.
     *
     * @param interval between looks at the files; zero: they are only read again by {@link #reload()}
     * @param warnBefore how long before a certificate's end the log warns of it, when it is loaded and once a day; zero:
     *     not before it has ended
     * @param clock tells which certificates are valid
     */
    public TlsFiles(Duration interval, Duration warnBefore, Clock clock) {
        this.interval = interval;
        this.clock = clock;
        this.expiries = new Expiries(warnBefore, clock);
    }

    /**
     * Loads a certificate with its key.
     *
     * @throws TlsFileException when it cannot be used; see {@link IdentityLoader#load}
     */
    public synchronized Watched<Identity> identity(CertificateConfig config) throws TlsFileException {
        Key key = Key.of(config);
        WatchedFiles<Identity> found = identities.get(key);
        if (found == null) {
            found = new WatchedFiles<>(
                    key.files(),
                    new WatchedFiles.Kind<>(
                            config.place() + ": " + config.certificate(),
                            warnings -> new IdentityLoader(clock, warnings).load(config),
                            Identity::sameAs,
                            TlsFiles::describe));
            identities.put(key, found);
            expiries.add(found);
        }
        return found;
    }

    /**
     * Loads the certificates of authorities.
     *
     * @param place file and line of the configuration that names the file
     * @throws TlsFileException when they cannot be used; see {@link CaLoader#load}
     */
    public synchronized Watched<List<X509Certificate>> authorities(String place, Path path) throws TlsFileException {
        WatchedFiles<List<X509Certificate>> found = authorities.get(path);
        if (found == null) {
            found = new WatchedFiles<>(
                    List.of(path),
                    new WatchedFiles.Kind<>(
                            place + ": " + path,
                            warnings -> new CaLoader(clock, warnings).load(place, path),
                            List::equals,
                            list -> "authorities taken: " + list.size()));
            authorities.put(path, found);
        }
        return found;
    }

    /**
     * Loads lists of revoked certificates.
     *
     * @param place file and line of the configuration that names the file
     * @throws TlsFileException when they cannot be used; see {@link CrlLoader#load}
     */
    public synchronized Watched<List<X509CRL>> crls(String place, Path path) throws TlsFileException {
        WatchedFiles<List<X509CRL>> found = crls.get(path);
        if (found == null) {
            found = new WatchedFiles<>(
                    List.of(path),
                    new WatchedFiles.Kind<>(
                            place + ": " + path,
                            warnings -> new CrlLoader(clock, warnings).load(place, path),
                            List::equals,
                            list -> "lists of revoked certificates taken: " + list.size()));
            crls.put(path, found);
        }
        return found;
    }

    /** Begins to look at the files and at the ends of certificates every so often. To be called once. */
    public void start() {
        Thread thread = new Thread(this::run, "tls-files");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Reads all files again at once, without waiting for a second look.
     *
     * @return why files cannot be used, one message each, for which the old ones stay; or that parts of the server could not
     *     take new ones; empty where all is well
     */
    public synchronized List<String> reload() {
        List<String> problems = new ArrayList<>();
        all().forEach(files -> files.reload().ifPresent(problems::add));
        expiries.look();
        return problems;
    }

    /**
     * Seconds to the end of the certificate that ends first, negative after it; {@link Long#MAX_VALUE} where there is
     * none. Takes no lock.
     */
    public long secondsToFirstExpiry() {
        return expiries.secondsToFirst();
    }

    /** When each certificate ends, the first to end first. Takes no lock. */
    public List<Expiry> expiries() {
        return expiries.all();
    }

    /** Ends the looks, without waiting for one that is under way. What was handed out stays as it is. */
    @Override
    public void close() {
        closed.countDown();
    }

    /** Looks once. */
    synchronized void look() {
        if (!interval.isZero()) {
            all().forEach(TlsFiles::look);
        }
        expiries.look();
    }

    /** What fails in a way that nobody thought of must not end the looks at the others. */
    private static void look(WatchedFiles<?> files) {
        try {
            files.look();
        } catch (RuntimeException | Error e) {
            LOG.error("{}: cannot be looked at; what was loaded before stays in use", files, e);
        }
    }

    private List<WatchedFiles<?>> all() {
        List<WatchedFiles<?>> all = new ArrayList<>(identities.values());
        all.addAll(authorities.values());
        all.addAll(crls.values());
        return all;
    }

    private void run() {
        long nanos = (interval.isZero() ? WITHOUT_WATCH : interval).toNanos();
        try {
            while (!closed.await(nanos, TimeUnit.NANOSECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String describe(Identity identity) {
        return "certificate taken: " + Subjects.of(identity.certificate()) + ", for "
                + String.join(" ", identity.names()) + ", valid until " + identity.notAfter();
    }

    /**
     * The end of a certificate.
     *
     * @param certificate its file
     * @param names what it is for
     * @param notAfter the last moment at which it is valid
     * @param serial its number, hexadecimal, by which it is known from another one for the same names and time
     */
    public record Expiry(Path certificate, List<String> names, Instant notAfter, String serial) {}

    /** Which files make up an identity. */
    private record Key(Path certificate, Path key, Optional<Path> password) {
        static Key of(CertificateConfig config) {
            return new Key(config.certificate(), config.key(), config.passwordFile());
        }

        List<Path> files() {
            List<Path> files = new ArrayList<>(List.of(certificate));
            if (!key.equals(certificate)) {
                files.add(key);
            }
            password.ifPresent(files::add);
            return List.copyOf(files);
        }
    }
}
