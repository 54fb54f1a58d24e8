package io.sluice.api;

import org.pf4j.ExtensionPoint;

/**
 * The root of every extension point: a factory that the configuration calls by its name.
 *
 * <p>An extension is created once per plugin, by its constructor without parameters, before any listener is bound.
 */
public interface NamedExtension extends ExtensionPoint {
    /**
     * The word by which the configuration asks for this extension, such as {@code ip-hash}: lower-case letters, digits
     * and hyphens, unique among the extensions of one kind. The same answer at every call.
     */
    String name();
}
