package io.sluice.server.boot;

import io.sluice.api.status.StatusResponse;
import io.sluice.server.exchange.StatusPages;
import io.sluice.server.files.FileThreads;
import io.sluice.server.health.Health;
import io.sluice.server.http.HttpDate;
import io.sluice.server.listener.Listener;
import io.sluice.server.observe.AccessLog;
import io.sluice.server.observe.ErrorLog;
import io.sluice.server.observe.LogWriters;
import io.sluice.server.observe.Metrics;
import io.sluice.server.plugin.PluginsView;
import io.sluice.server.relay.Drains;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What a server has for all of its configurations, one after the other.
 *
 * @param workers how many there are
 * @param pages makes status pages of routes
 * @param adminPages makes those of the admin listener, which are there however much others are asked for
 * @param home the folder that relative files start at
 * @param drains paces the ends of tunnels
 * @param logs the access logs of the configuration in force, by name
 * @param listeners those that are bound, or have clients still
 * @param plugins the plugins as they are now
 * @param reload has the configuration read again, and answers what came of it
 */
record Means(
        int workers,
        Metrics metrics,
        StatusPages pages,
        StatusPages adminPages,
        ErrorLog errors,
        HttpDate date,
        FileThreads disk,
        Health health,
        LogWriters writers,
        Path home,
        Drains drains,
        Supplier<Map<String, AccessLog>> logs,
        Supplier<Collection<Listener>> listeners,
        Supplier<PluginsView> plugins,
        Supplier<CompletionStage<StatusResponse>> reload) {}
