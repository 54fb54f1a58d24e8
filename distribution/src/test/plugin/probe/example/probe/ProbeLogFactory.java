package example.probe;

import io.sluice.api.Settings;
import io.sluice.api.accesslog.AccessLogEntry;
import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.api.accesslog.AccessLogFormatFactory;
import io.sluice.api.exchange.UpstreamTry;
import java.util.StringJoiner;
import org.pf4j.Extension;

/** Logs what a test looks at: target, status, outcome, bytes, and the tries as {@code address=status}. */
@Extension
public final class ProbeLogFactory implements AccessLogFormatFactory {
    @Override
    public String name() {
        return "probe";
    }

    @Override
    public AccessLogFormat create(Settings settings) {
        return ProbeLogFactory::append;
    }

    private static void append(AccessLogEntry entry, StringBuilder line) {
        StringJoiner tries = new StringJoiner(",");
        for (UpstreamTry attempt : entry.upstreamTries()) {
            tries.add(attempt.address() + "=" + attempt.status());
        }
        String target = entry.requestUri();
        line.append(target.isEmpty() ? "-" : target.substring(0, Math.min(200, target.length())))
                .append('\t')
                .append(entry.status())
                .append('\t')
                .append(entry.outcome())
                .append('\t')
                .append(entry.requestLength())
                .append('\t')
                .append(entry.bytesSent())
                .append('\t')
                .append(entry.bodyBytesSent())
                .append('\t')
                .append(tries.length() == 0 ? "-" : tries.toString());
    }
}
