package io.sluice.server.plugin;

import io.sluice.api.NamedExtension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Extensions by kind and name while they are collected; each name is taken once per kind. Not thread-safe. */
final class ExtensionTable {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private record Entry(NamedExtension extension, String owner) {}

    /**
     * An extension that may be added.
     *
     * @param kinds that it implements, at least one
     */
    record Offer(NamedExtension extension, String name, Collection<ExtensionKind> kinds) {
        /** It under each of its kinds. */
        List<LoadedPlugin.Extension> described() {
            return kinds.stream()
                    .map(kind -> new LoadedPlugin.Extension(kind.word(), name))
                    .toList();
        }
    }

    private final Map<ExtensionKind, SortedMap<String, Entry>> entries = new EnumMap<>(ExtensionKind.class);

    /**
     * A table of extensions of one owner.
     *
     * @throws IllegalArgumentException when one cannot be used
     */
    static ExtensionTable of(String owner, NamedExtension... extensions) {
        ExtensionTable out = new ExtensionTable();
        for (NamedExtension extension : extensions) {
            try {
                out.add(offer(extension), owner);
            } catch (PluginRefusal e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
        return out;
    }

    /**
     * Looks at what is to be an extension: asks for its name.
     *
     * @throws PluginRefusal when it cannot be used, whatever others there are
     */
    static Offer offer(Object extension) throws PluginRefusal {
        String type = extension.getClass().getName();
        Collection<ExtensionKind> kinds = ExtensionKind.implementedBy(extension.getClass());
        if (kinds.isEmpty()) {
            throw new PluginRefusal(
                    type + " is of no kind that this version knows", "a class that implements one of " + kindsKnown());
        }
        NamedExtension named = (NamedExtension) extension;
        String name = named.name();
        if (name == null || !NAME.matcher(name).matches()) {
            throw new PluginRefusal(
                    type + ".name() is " + (name == null ? "null" : "\"" + name + "\""),
                    "lower-case letters and digits, with single hyphens between them");
        }
        return new Offer(named, name, kinds);
    }

    /**
     * Adds an extension under each kind that it implements.
     *
     * @param owner who brings it, for messages
     * @throws PluginRefusal when a name is taken; nothing was added then
     */
    void add(Offer offer, String owner) throws PluginRefusal {
        String name = offer.name();
        for (ExtensionKind kind : offer.kinds()) {
            Entry taken = of(kind).get(name);
            if (taken != null) {
                throw new PluginRefusal(
                        offer.extension().getClass().getName() + " brings " + kind.word() + " \"" + name + "\", which "
                                + taken.owner + " brings already",
                        "one of each name");
            }
        }
        offer.kinds().forEach(kind -> of(kind).put(name, new Entry(offer.extension(), owner)));
    }

    /** The extensions of a kind by name, sorted; a copy that never changes. */
    SortedMap<String, NamedExtension> byName(ExtensionKind kind) {
        SortedMap<String, NamedExtension> out = new TreeMap<>();
        of(kind).forEach((name, entry) -> out.put(name, entry.extension));
        return Collections.unmodifiableSortedMap(out);
    }

    private SortedMap<String, Entry> of(ExtensionKind kind) {
        return entries.computeIfAbsent(kind, any -> new TreeMap<>());
    }

    private static String kindsKnown() {
        List<String> out = new ArrayList<>();
        for (ExtensionKind kind : ExtensionKind.values()) {
            out.add(kind.type().getSimpleName());
        }
        return String.join(", ", out);
    }
}
