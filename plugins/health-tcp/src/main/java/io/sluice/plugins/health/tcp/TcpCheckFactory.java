package io.sluice.plugins.health.tcp;

import io.sluice.api.Settings;
import io.sluice.api.health.HealthCheck;
import io.sluice.api.health.HealthCheckFactory;
import java.nio.charset.StandardCharsets;
import org.pf4j.Extension;

/**
 * The check {@code tcp}: an endpoint is well that takes a connection, with TLS where that is spoken. With {@code send} it is
 * sent that, and with {@code expect} it must send that (nginx plus: match { send; expect; }).
 */
@Extension
public final class TcpCheckFactory implements HealthCheckFactory {
    /** What is looked for must come within what is kept of the answer. */
    private static final int LONGEST = 1024;

    @Override
    public String name() {
        return "tcp";
    }

    @Override
    public HealthCheck create(Settings settings) {
        byte[] send = bytes(settings, "send");
        byte[] expect = bytes(settings, "expect");
        return probe -> probe.talk(new Exchange(send, expect));
    }

    private static byte[] bytes(Settings settings, String key) {
        byte[] bytes = settings.string(key, "").getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST) {
            throw settings.refuse(key, "a text of at most " + LONGEST + " bytes");
        }
        return bytes;
    }
}
