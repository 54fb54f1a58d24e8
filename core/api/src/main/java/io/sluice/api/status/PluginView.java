package io.sluice.api.status;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A generation of a plugin at one moment, or a jar in the folder of plugins that could not be used.
 *
 * @param id the plugin's id; empty of a jar that was not loaded
 * @param version its version; empty of a jar that was not loaded
 * @param jar the name of its jar
 * @param state what it does, in words: {@code in force}, {@code loaded}, {@code serving old}, {@code waiting} or {@code failed}
 * @param since when it was loaded; of another jar, when that became known
 * @param exchanges requests and tunnels under way that began with it
 * @param extensions what it brings, each as kind and name: {@code balance ip-hash}
 * @param reason why it failed or waits; empty otherwise
 */
public record PluginView(
        String id,
        String version,
        String jar,
        String state,
        Instant since,
        long exchanges,
        List<String> extensions,
        String reason) {
    /** Copies the list, and checks that nothing is null. */
    public PluginView {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(jar, "jar");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(reason, "reason");
        extensions = List.copyOf(extensions);
    }
}
