package io.sluice.server.observe;

import io.sluice.api.accesslog.AccessLogEntry;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The access logs of one listener, by name. An exchange that ends after its configuration was replaced is written by the log
 * that has the name now; where there is none any longer, by the one that had it. Thread-safe.
 */
public final class AccessLogs {
    /** None. */
    public static final AccessLogs NONE = new AccessLogs(Map.of(), List.of(), Map::of);

    private final Map<String, AccessLog> logs;
    private final List<String> unrouted;
    private final Supplier<Map<String, AccessLog>> inForce;

    /**
     * The logs.
     *
     * @param inForce the logs of the configuration that is in force when it is asked
     * @param unrouted names of those that get the requests of which no host is known, as their heads cannot be read
     */
    public AccessLogs(Map<String, AccessLog> logs, List<String> unrouted, Supplier<Map<String, AccessLog>> inForce) {
        this.logs = Map.copyOf(logs);
        this.inForce = inForce;
        this.unrouted = List.copyOf(unrouted);
    }

    /** Names of the logs for requests of which no host is known. */
    public List<String> unrouted() {
        return unrouted;
    }

    /** Writes the line of an exchange to each of the logs that wants it. For workers, as {@link AccessLog#write}. */
    public void write(AccessLogEntry entry, List<String> names) {
        Map<String, AccessLog> now = inForce.get();
        for (int i = 0; i < names.size(); i++) {
            AccessLog log = now.get(names.get(i));
            (log == null ? logs.get(names.get(i)) : log).write(entry);
        }
    }
}
