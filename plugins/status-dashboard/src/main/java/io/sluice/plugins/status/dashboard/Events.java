package io.sluice.plugins.status.dashboard;

import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;
import java.time.Clock;

/** What the page listens to: server-sent events, the first ones at once. */
final class Events implements StatusEndpoint {
    /** How soon a browser asks again when a stream has ended. */
    private static final String RETRY = "retry: 500\n\n";

    private final String path;
    private final Clock clock;
    private final History history = new History();

    Events(String path, Clock clock) {
        this.path = path;
        this.clock = clock;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public StatusResponse respond(StatusView status) {
        Feed feed = new Feed(history, clock, status.configuration().generation());
        return StatusResponse.streaming(StatusResponse.EVENTS, RETRY + feed.first(status), feed);
    }
}
