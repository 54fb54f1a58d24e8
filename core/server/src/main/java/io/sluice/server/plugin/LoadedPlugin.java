package io.sluice.server.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * One plugin that was loaded.
 *
 * @param id its {@code Plugin-Id}, unique
 * @param version its {@code Plugin-Version}
 * @param jar the file it came from
 * @param extensions what it brings, sorted by kind and name, at least one
 */
public record LoadedPlugin(String id, String version, Path jar, List<Extension> extensions) {
    /**
     * One extension.
     *
     * @param kind the word of its extension point: {@code balance}, {@code headers}, {@code accesslog}, {@code status} or
     *     {@code health}
     * @param name the name by which the configuration asks for it
     */
    public record Extension(String kind, String name) {}
}
