package io.sluice.plugins.status.dashboard;

import io.sluice.api.status.StatusStream;
import io.sluice.api.status.StatusView;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What one page is told. Each second the event {@code state}; {@code closings}, {@code plugins} and {@code configuration} at
 * first and when they have changed; {@code history} at first. The data of each is one line of JSON.
 *
 * <p>It ends when the configuration is replaced, and pages ask again: else one that is left open would hold what was replaced.
 */
final class Feed implements StatusStream {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final History history;
    private final Clock clock;
    private final long generation;
    private final Map<String, String> sent = new HashMap<>();

    Feed(History history, Clock clock, long generation) {
        this.history = history;
        this.clock = clock;
        this.generation = generation;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    /** The events of a page that has just come. */
    String first(StatusView status) {
        return event("history", history.json()) + events(status);
    }

    @Override
    public String next(StatusView status) {
        return status.configuration().generation() == generation ? events(status) : null;
    }

    private String events(StatusView status) {
        Routes routes = Routes.of(status.figures());
        long now = clock.millis();
        Sample sample = Sample.of(now, status, routes);
        history.add(sample);
        return event("state", StateJson.of(status, sample, routes))
                + changed("closings", PartsJson.closings(status.closings()))
                + changed("plugins", PartsJson.plugins(status.plugins()))
                + changed("configuration", PartsJson.configuration(status.configuration(), status.listeners()));
    }

    private String changed(String name, String json) {
        return json.equals(sent.put(name, json)) ? "" : event(name, json);
    }

    private static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }
}
