package io.sluice.server.exchange;

import io.sluice.server.config.ErrorPageConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a route serves in place of errors (nginx: error_page). Immutable and thread-safe. */
public final class ErrorPages {
    /** Nothing: errors have the server's own pages. */
    public static final ErrorPages NONE = new ErrorPages(Map.of());

    private final Map<Integer, ErrorPageConfig> byStatus;

    private ErrorPages(Map<Integer, ErrorPageConfig> byStatus) {
        this.byStatus = byStatus;
    }

    /** Of several for a status, the first counts. */
    public static ErrorPages of(List<ErrorPageConfig> configs) {
        Map<Integer, ErrorPageConfig> byStatus = new HashMap<>();
        configs.forEach(config -> config.on().forEach(status -> byStatus.putIfAbsent(status, config)));
        return byStatus.isEmpty() ? NONE : new ErrorPages(Map.copyOf(byStatus));
    }

    /**
     * What is served in place of an error; null where nothing is.
     *
     * @param code its status, or one of nginx's own for errors that have no status of their own, such as 497
     */
    ErrorPageConfig of(int code) {
        return byStatus.get(code);
    }
}
