package io.sluice.server.plugin;

import io.sluice.api.NamedExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of the folder, against the generations in force: a jar that did not change keeps its generation, a changed or
 * new one is loaded, one that cannot be used leaves in force what its file or its id had. Used once, by one thread.
 */
final class FolderReading {
    private static final Logger log = LoggerFactory.getLogger(FolderReading.class);

    /** How often a jar that changes while it is read is looked at. */
    private static final int LOOKS = 3;

    private final JarSource copies;
    private final NamedExtension[] builtIn;
    private final List<Generation> inForce;
    private final Instant now;
    private final List<Path> jars;

    private final List<Generation> staying = new ArrayList<>();
    private final List<Generation> fresh = new ArrayList<>();
    private final Map<Path, JarStamp> stamps = new LinkedHashMap<>();
    private final Map<Path, String> problems = new TreeMap<>();
    private final Set<Path> underWay = new HashSet<>();
    private ExtensionTable table;

    private FolderReading(
            List<Path> jars, List<Generation> inForce, JarSource copies, NamedExtension[] builtIn, Instant now) {
        this.jars = jars;
        this.inForce = inForce;
        this.copies = copies;
        this.builtIn = builtIn;
        this.now = now;
    }

    /**
     * Reads.
     *
     * @param jars of the folder, in their order
     * @param inForce what is kept where nothing better is there
     */
    static FolderReading read(
            List<Path> jars, List<Generation> inForce, JarSource copies, NamedExtension[] builtIn, Instant now) {
        FolderReading reading = new FolderReading(jars, inForce, copies, builtIn, now);
        reading.load();
        reading.arrange();
        return reading;
    }

    /** Those that are to be in force, sorted by file name. */
    List<Generation> generations() {
        return Stream.concat(staying.stream(), fresh.stream())
                .sorted(Comparator.comparing(Generation::jar))
                .toList();
    }

    /** Those of them that this reading loaded. */
    List<Generation> fresh() {
        return List.copyOf(fresh);
    }

    /** Their extensions, and those of the server. */
    ExtensionTable table() {
        return table;
    }

    /** Why jars cannot be used, by the jar, in the order of the names. */
    Map<Path, String> problems() {
        return problems;
    }

    /** What the jars looked like when they were read. */
    Map<Path, JarStamp> stamps() {
        return stamps;
    }

    private void load() {
        List<Generation.Source> changed = new ArrayList<>();
        for (Path jar : jars) {
            try {
                settled(jar).ifPresent(changed::add);
            } catch (PluginRefusal e) {
                refuse(jar, null, e);
            }
        }
        Map<String, Path> ids = new HashMap<>();
        staying.forEach(generation -> ids.put(generation.id(), generation.jar()));
        for (Generation.Source source : changed) {
            Path earlier = ids.putIfAbsent(source.content().id(), source.jar());
            try {
                if (earlier != null) {
                    throw sameId(source.content().id(), earlier);
                }
                fresh.add(Generation.load(source, now));
            } catch (PluginRefusal e) {
                copies.drop(source.content().path());
                refuse(source.jar(), source.content().id(), e);
            }
        }
    }

    private static PluginRefusal sameId(String id, Path earlier) {
        return new PluginRefusal(
                "has the Plugin-Id \"" + id + "\" of " + earlier.getFileName(), "one jar of each Plugin-Id");
    }

    /** As {@link #look}; a jar that is replaced in that very moment, as by a rename, is looked at again. */
    private Optional<Generation.Source> settled(Path jar) throws PluginRefusal {
        for (int left = LOOKS; left > 1; left--) {
            try {
                return look(jar);
            } catch (BeingWritten e) {
                log.debug("{} changes while it is read", jar);
            }
        }
        try {
            return look(jar);
        } catch (BeingWritten e) {
            underWay.add(jar);
            throw e;
        }
    }

    /** Whether a problem will be gone by itself: the jar is being written. */
    boolean underWay(Path jar) {
        return underWay.contains(jar);
    }

    /** It changes while it is read. */
    private static final class BeingWritten extends PluginRefusal {
        private static final long serialVersionUID = 1L;

        BeingWritten() {
            super("is being written", "a whole jar file; copy under a name that ends in .tmp, then rename");
        }
    }

    /** A jar that has to be loaded; empty where its generation stays. */
    private Optional<Generation.Source> look(Path jar) throws PluginRefusal {
        JarStamp stamp = JarStamp.of(jar);
        stamps.put(jar, stamp);
        Optional<Generation> before =
                inForce.stream().filter(one -> one.jar().equals(jar)).findFirst();
        if (before.isPresent() && before.get().isOf(stamp)) {
            staying.add(before.get());
            return Optional.empty();
        }
        Path taken = null;
        boolean used = false;
        try {
            taken = copies.take(jar);
            if (!JarStamp.of(jar).equals(stamp)) {
                throw new BeingWritten();
            }
            if (before.isPresent() && before.get().isOf(taken)) {
                before.get().touched(stamp);
                staying.add(before.get());
                return Optional.empty();
            }
            PluginJar content = PluginJar.read(taken);
            used = true;
            return Optional.of(new Generation.Source(jar, content, stamp));
        } catch (IOException e) {
            throw PluginJar.unreadable(e);
        } finally {
            if (taken != null && !used) {
                copies.drop(taken);
            }
        }
    }

    /** Notes a problem; what its file had before stays, or else what its id had, where the file of that is gone. */
    private void refuse(Path jar, String id, PluginRefusal reason) {
        log.debug("{} refused", jar, reason);
        problems.put(jar, reason.getMessage());
        inForce.stream()
                .filter(one -> one.jar().equals(jar) || (one.id().equals(id) && !jars.contains(one.jar())))
                .filter(one -> !staying.contains(one))
                .forEach(staying::add);
    }

    /**
     * Takes out of the new ones what does not go together with the others. Those that stay were together before. Each turn
     * takes one out, and may bring back the old one in its place, which others may not go together with: hence from the start.
     */
    private void arrange() {
        OptionalInt unfit;
        do {
            unfit = firstUnfit();
            if (unfit.isPresent()) {
                fresh.remove(unfit.getAsInt());
            }
        } while (unfit.isPresent());
    }

    private OptionalInt firstUnfit() {
        table = ExtensionTable.of("the server itself", builtIn);
        Map<String, Path> ids = new HashMap<>();
        for (Generation generation : staying) {
            try {
                generation.addTo(table);
                ids.put(generation.id(), generation.jar());
            } catch (PluginRefusal e) {
                throw new IllegalStateException("plugins that were together in force: " + e.getMessage(), e);
            }
        }
        for (int i = 0; i < fresh.size(); i++) {
            Generation generation = fresh.get(i);
            try {
                Path earlier = ids.putIfAbsent(generation.id(), generation.jar());
                if (earlier != null) {
                    throw sameId(generation.id(), earlier);
                }
                generation.addTo(table);
            } catch (PluginRefusal e) {
                discard(generation);
                refuse(generation.jar(), generation.id(), e);
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Gives up all that was loaded. */
    void discard() {
        fresh.forEach(this::discard);
    }

    private void discard(Generation generation) {
        generation.close();
        copies.drop(generation.loadedFrom());
    }
}
