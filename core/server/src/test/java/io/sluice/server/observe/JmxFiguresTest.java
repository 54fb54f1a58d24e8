package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.status.EndpointView;
import io.sluice.api.status.UpstreamView;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class JmxFiguresTest {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    @Test
    void figuresAndEndpointsAreSeenAsLongAsTheyAreThere() throws Exception {
        Metrics metrics = new Metrics();
        EndpointView endpoint =
                new EndpointView("a", "10.0.0.1:80", 1, false, EndpointView.State.UP, 3, 2, 0, 0, 0, "");
        AtomicReference<List<UpstreamView>> seen =
                new AtomicReference<>(List.of(new UpstreamView("chat", 0, List.of(endpoint))));
        metrics.upstreams(seen::get);
        metrics.add(Metric.REQUESTS, 5);

        try (JmxFigures shown = JmxFigures.start(metrics, (message, why) -> {})) {
            assertThat(shown).isNotNull();
            assertThat(value("sluice.requests", "Count")).isEqualTo(5L);
            assertThat(value("sluice.endpoint.chat.10.0.0.1:80.tunnels", "Value"))
                    .isEqualTo(2L);
            seen.set(List.of());
            metrics.registry();
            assertThat(names("sluice.endpoint.chat.10.0.0.1:80.tunnels")).isEmpty();
        }
        assertThat(names("sluice.requests")).isEmpty();
    }

    private Object value(String name, String attribute) throws Exception {
        List<ObjectName> found = names(name);
        assertThat(found).as(name).hasSize(1);
        return beans.getAttribute(found.get(0), attribute);
    }

    private List<ObjectName> names(String name) {
        return beans.queryNames(null, null).stream()
                .filter(bean -> bean.getDomain().equals(JmxFigures.DOMAIN))
                .filter(bean -> unquoted(bean.getKeyProperty("name")).equals(name))
                .toList();
    }

    private static String unquoted(String text) {
        return text.startsWith("\"") ? ObjectName.unquote(text) : text;
    }
}
