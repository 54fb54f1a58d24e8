package io.sluice.server.plugin;

import io.sluice.api.NamedExtension;
import io.sluice.server.config.PluginsConfig;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of a server that runs: which are in force, and which older generations still serve what began with them. Each
 * registry that is handed out holds its generations until it is closed; one that no registry holds is stopped, its class
 * loader closed, and the copy of its jar taken away.
 *
 * <pre>{@code
 * Refresh fresh = generations.refresh(folder);
 * try to build everything from fresh.registry(), then
 * generations.use(fresh.registry());          // or fresh.registry().close(), when it was not possible
 * previous.close();                           // when its last exchange has ended
 * }</pre>
 *
 * <p>Thread-safe. {@link #refresh} loads classes and runs the plugins' start methods on the caller's thread; their stop methods
 * run on a thread of their own.
 */
public final class PluginGenerations implements PluginSource, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PluginGenerations.class);

    private static final String MISSING =
            "its jar is gone from the folder: it stays in force until a reload of a configuration that does without it";

    private static final Comparator<PluginState> ORDER = Comparator.comparing(PluginState::id)
            .thenComparing(PluginState::state)
            .thenComparing(PluginState::since)
            .thenComparing(PluginState::file);

    private final PluginCopies copies;
    private final NamedExtension[] builtIn;
    private final Clock clock;
    private final Unloading unloading;
    private final Map<PluginRegistry, List<Generation>> living = new HashMap<>();
    private final Set<Generation> open = new HashSet<>();
    private Map<Path, Failure> failures = Map.of();
    private Path folder;
    private List<Generation> inForce = List.of();
    private Map<Path, JarStamp> seen = Map.of();
    private Map<Path, Instant> waiting = Map.of();

    /** Jars of what is in force that are no longer in the folder. */
    private Set<Path> missing = Set.of();

    private long loaded;
    private volatile Picture picture;
    private PluginWatch watch;
    private PluginsConfig watched;
    private boolean closed;

    /** A jar that could not be used. */
    private record Failure(JarStamp stamp, String reason, Instant since) {}

    /** All of the above at one moment, for those who must not wait. */
    private record Picture(
            Path folder,
            Map<PluginRegistry, List<Generation>> living,
            List<Generation> inForce,
            Map<Path, Failure> failures,
            Map<Path, Instant> waiting,
            Set<Path> missing,
            long loaded) {}

    private PluginGenerations(Path folder, PluginCopies copies, NamedExtension[] builtIn, Clock clock) {
        this.folder = folder;
        this.copies = copies;
        this.builtIn = builtIn;
        this.clock = clock;
        this.unloading = new Unloading(copies);
        publish();
    }

    /**
     * For the plugins of a folder, none of which is loaded yet.
     *
     * @param places where copies of the jars may be kept: the first that can be written is used
     * @param builtIn extensions of the server itself; a plugin may not take their names
     * @throws PluginException when no place can be written
     */
    public static PluginGenerations of(Path folder, List<Path> places, NamedExtension... builtIn) {
        return of(folder, places, Clock.systemUTC(), builtIn);
    }

    static PluginGenerations of(Path folder, List<Path> places, Clock clock, NamedExtension... builtIn) {
        // A plugin that reads a resource by its URL would otherwise leave the copy of its jar open for good.
        URLConnection.setDefaultUseCaches("jar", false);
        return new PluginGenerations(folder, PluginCopies.in(places), builtIn.clone(), clock);
    }

    /**
     * Loads the folder as a start does: one jar that cannot be used refuses them all, as a proxy that starts without one of
     * its policies does something else than its configuration says. What is loaded is in force.
     *
     * @return the registry in force, to be closed when the last exchange that uses it has ended
     * @throws PluginException naming all that cannot be used; nothing stays open
     */
    public synchronized PluginRegistry load() {
        FolderReading reading = PluginLoader.readAll(folder, copies, builtIn);
        PluginRegistry registry = register(reading, Map.of());
        use(registry);
        return registry;
    }

    /**
     * Looks at the folder again: loads what is new or changed, keeps what did not change. A jar that cannot be used leaves in
     * force what was there before it; the log tells why, once for each state of the file. Nothing is in force before
     * {@link #use}.
     *
     * @param now the folder, the same or another
     * @throws PluginException when the folder cannot be read
     * @throws IllegalStateException when closed
     */
    public synchronized Refresh refresh(Path now) {
        if (closed) {
            throw new IllegalStateException("these plugins are closed");
        }
        List<Path> jars = PluginFolder.jars(now);
        folder = now;
        FolderReading reading = FolderReading.read(jars, inForce, copies, builtIn, clock.instant());
        seen = reading.stamps();
        waiting = Map.of();
        missing = inForce.stream()
                .map(Generation::jar)
                .filter(jar -> !jars.contains(jar))
                .collect(Collectors.toUnmodifiableSet());
        List<String> problems = noteFailures(reading);
        Changes changes = Changes.between(inForce, reading.generations());
        return new Refresh(register(reading, changes.gone()), changes.lines(), problems);
    }

    @Override
    public Refresh next(Path now) {
        return refresh(now);
    }

    /** As {@link PluginRegistry#close}. */
    @Override
    public void release(PluginRegistry registry) {
        registry.close();
    }

    /** Registries that were in force stay until they are closed. */
    @Override
    public synchronized void use(PluginRegistry registry) {
        List<Generation> held = living.get(registry);
        if (held == null) {
            throw new IllegalArgumentException("this registry is closed, or of others");
        }
        held.forEach(Generation::use);
        inForce = held;
        unloadIdle();
    }

    /** Where the configuration says the same, all stays. What {@code atOnce} throws is logged. */
    @Override
    public synchronized void watch(PluginsConfig config, Runnable atOnce) {
        if (config.equals(watched)) {
            return;
        }
        watched = config;
        if (watch != null) {
            watch.close();
            watch = null;
        }
        if (!closed && !config.watch().isZero()) {
            watch = new PluginWatch(config.folder(), this::seen, changed -> {
                if (config.apply() == PluginsConfig.Apply.AT_ONCE) {
                    atOnce.run();
                } else {
                    announce(changed);
                }
            });
            watch.start(config.watch());
        }
    }

    @Override
    public PluginsView view(ToLongFunction<PluginRegistry> exchanges) {
        Picture now = picture;
        Map<Generation, Long> uses = new HashMap<>();
        now.inForce().forEach(one -> uses.put(one, 0L));
        now.living().forEach((registry, held) -> {
            long count = exchanges.applyAsLong(registry);
            held.forEach(one -> uses.merge(one, registry.uses(one.plugin()) ? count : 0L, Long::sum));
        });
        List<PluginState> states = new ArrayList<>();
        uses.forEach((one, count) -> {
            boolean inForce = now.inForce().contains(one);
            states.add(state(one, inForce, count, inForce && now.missing().contains(one.jar()) ? MISSING : ""));
        });
        now.failures()
                .forEach((jar, failure) ->
                        states.add(jarState(jar, PluginState.State.FAILED, failure.since(), failure.reason())));
        now.waiting()
                .forEach((jar, since) -> states.add(
                        jarState(jar, PluginState.State.WAITING, since, "it takes part from the next reload on")));
        states.sort(ORDER);
        return new PluginsView(
                now.folder(), List.copyOf(states), now.loaded(), unloading.unloaded(), unloading.collected());
    }

    private static PluginState state(Generation one, boolean inForce, long exchanges, String reason) {
        PluginState.State other = one.wasInForce() ? PluginState.State.SERVING_OLD : PluginState.State.LOADED;
        PluginState.State state = inForce ? PluginState.State.IN_FORCE : other;
        LoadedPlugin plugin = one.plugin();
        return new PluginState(
                plugin.id(),
                plugin.version(),
                one.fileName(),
                state,
                one.since(),
                exchanges,
                plugin.extensions(),
                reason);
    }

    private static PluginState jarState(Path jar, PluginState.State state, Instant since, String reason) {
        return new PluginState("", "", jar.getFileName().toString(), state, since, 0, List.of(), reason);
    }

    /** Ends the watch, stops all plugins, waiting for that for some seconds, and takes the copies away. May be repeated. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (watch != null) {
                watch.close();
            }
            inForce = List.of();
        }
        registries().forEach(PluginRegistry::close);
        unloading.close();
        copies.close();
    }

    private synchronized List<PluginRegistry> registries() {
        return List.copyOf(living.keySet());
    }

    private synchronized Map<Path, JarStamp> seen() {
        return seen;
    }

    private PluginRegistry register(FolderReading reading, Map<LoadedPlugin.Extension, String> gone) {
        List<Generation> held = reading.generations();
        loaded += reading.fresh().size();
        open.addAll(reading.fresh());
        seen = reading.stamps();
        Held end = new Held();
        PluginRegistry registry = new PluginRegistry(
                reading.table(), held.stream().map(Generation::plugin).toList(), gone, end);
        end.registry = registry;
        living.put(registry, held);
        publish();
        return registry;
    }

    /** The end of a registry. */
    private final class Held implements Runnable {
        private PluginRegistry registry;

        @Override
        public void run() {
            giveBack(registry);
        }
    }

    private synchronized void giveBack(PluginRegistry registry) {
        living.remove(registry);
        unloadIdle();
    }

    private void unloadIdle() {
        Set<Generation> idle = new HashSet<>(open);
        inForce.forEach(idle::remove);
        living.values().forEach(held -> held.forEach(idle::remove));
        idle.forEach(unloading::unload);
        open.removeAll(idle);
        publish();
    }

    private void publish() {
        picture = new Picture(folder, Map.copyOf(living), inForce, failures, waiting, missing, loaded);
    }

    private List<String> noteFailures(FolderReading reading) {
        Map<Path, Failure> now = new HashMap<>();
        List<String> problems = new ArrayList<>();
        reading.problems().forEach((jar, reason) -> {
            problems.add(jar + ": " + reason);
            Failure known = failures.get(jar);
            JarStamp stamp = reading.stamps().get(jar);
            if (known == null || !known.stamp().equals(stamp) || !known.reason().equals(reason)) {
                if (reading.underWay(jar)) {
                    log.warn("{}: {}; what was there before it stays in force", jar, reason);
                } else {
                    log.error("{}: {}; what was there before it stays in force", jar, reason);
                }
                known = new Failure(stamp, reason, clock.instant());
            }
            now.put(jar, known);
        });
        failures = now;
        return problems;
    }

    private synchronized void announce(Map<Path, String> changed) {
        Map<Path, Instant> now = new HashMap<>();
        changed.forEach((jar, what) -> {
            log.info("plugins: {} {}: this takes part from the next reload on", jar.getFileName(), what);
            if (!seen.containsKey(jar) || Files.exists(jar)) {
                now.put(jar, clock.instant());
            }
        });
        missing = inForce.stream()
                .map(Generation::jar)
                .filter(jar -> !Files.exists(jar)) // also those that a reload found missing, which was refused
                .collect(Collectors.toUnmodifiableSet());
        waiting = now;
        publish();
    }
}
