package io.sluice.server.plugin;

import java.util.List;

/**
 * What came of looking at the folder again.
 *
 * @param registry what can be used now; to be closed by whoever asked for it, in any case
 * @param changes what differs from what is in force, a line each; none: nothing does
 * @param problems jars that cannot be used, {@code file: reason (expected: …)} each; what was there before them is in the
 *     registry
 */
public record Refresh(PluginRegistry registry, List<String> changes, List<String> problems) {}
