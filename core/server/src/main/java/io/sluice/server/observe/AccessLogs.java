package io.sluice.server.observe;

import io.sluice.api.accesslog.AccessLogEntry;
import java.util.List;
import java.util.Map;

/** The access logs of one listener, by name. Thread-safe. */
public final class AccessLogs {
    /** None. */
    public static final AccessLogs NONE = new AccessLogs(Map.of(), List.of());

    private final Map<String, AccessLog> logs;
    private final List<String> unrouted;

    /**
     * The logs.
     *
     * @param unrouted names of those that get the requests of which no host is known, as their heads cannot be read
     */
    public AccessLogs(Map<String, AccessLog> logs, List<String> unrouted) {
        this.logs = Map.copyOf(logs);
        this.unrouted = List.copyOf(unrouted);
    }

    /** Names of the logs for requests of which no host is known. */
    public List<String> unrouted() {
        return unrouted;
    }

    /** Writes the line of an exchange to each of the logs that wants it. For workers, as {@link AccessLog#write}. */
    public void write(AccessLogEntry entry, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            logs.get(names.get(i)).write(entry);
        }
    }
}
