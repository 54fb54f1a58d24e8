package io.sluice.server.admin;

import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;
import io.sluice.server.config.Json;
import io.sluice.server.plugin.PluginState;
import io.sluice.server.plugin.PluginsView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code GET /plugins}: the generations of plugins as JSON. {@code loaded}, {@code unloaded} and {@code collected} count
 * generations since the start; an unloaded one that is not collected in the long run is held by something.
 */
public final class PluginsPage implements StatusEndpoint {
    /** Where it is. */
    public static final String PATH = "/plugins";

    private final Supplier<PluginsView> plugins;

    /** A page of what the supplier gives; it is asked on workers and must not wait. */
    public PluginsPage(Supplier<PluginsView> plugins) {
        this.plugins = plugins;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public StatusResponse respond(StatusView status) {
        PluginsView view = plugins.get();
        return new StatusResponse(
                200,
                "application/json",
                Json.write(Map.of(
                        "folder",
                        view.folder().toString(),
                        "loaded",
                        view.loaded(),
                        "unloaded",
                        view.unloaded(),
                        "collected",
                        view.collected(),
                        "plugins",
                        view.plugins().stream().map(PluginsPage::json).toList())));
    }

    private static Map<String, Object> json(PluginState one) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", one.id());
        out.put("version", one.version());
        out.put("jar", one.file());
        out.put("state", one.state().text());
        out.put("since", one.since().toString());
        out.put("exchanges", one.exchanges());
        out.put(
                "extensions",
                one.extensions().stream()
                        .map(extension -> extension.kind() + " " + extension.name())
                        .toList());
        out.put("reason", one.reason());
        return out;
    }
}
