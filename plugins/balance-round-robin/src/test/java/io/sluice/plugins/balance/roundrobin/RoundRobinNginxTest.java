package io.sluice.plugins.balance.roundrobin;

import io.sluice.testkit.TestSettings;
import io.sluice.testkit.balance.NginxParity;

class RoundRobinNginxTest extends NginxParity {
    RoundRobinNginxTest() {
        super("nginx-round-robin.txt", "", new RoundRobinFactory(), TestSettings::empty);
    }
}
