package io.sluice.plugins.status.dashboard;

import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The page. It holds no figure: its script fills it in from {@link Events}. */
final class Dashboard implements StatusEndpoint {
    private static final String ROOT = "/";
    private static final String BELOW_ROOT = "/dashboard";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final String path;
    private final String html;
    private final List<StatusEndpoint> parts = new ArrayList<>();

    Dashboard(String path, Clock clock) {
        String base = path.equals(ROOT) ? BELOW_ROOT : path;
        this.path = path;
        this.html = Asset.text("page.html").replace("{{base}}", base);
        parts.add(Asset.of(base, "style.css", "text/css; charset=utf-8"));
        parts.add(Asset.of(base, "icon.svg", "image/svg+xml"));
        for (String script : List.of("theme.js", "app.js", "live.js", "chart.js", "tables.js", "format.js")) {
            parts.add(Asset.of(base, script, SCRIPT));
        }
        parts.add(new Events(base + "/events", clock));
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public StatusResponse respond(StatusView status) {
        return StatusResponse.ok("text/html; charset=utf-8", html);
    }

    @Override
    public List<StatusEndpoint> parts() {
        return List.copyOf(parts);
    }
}
