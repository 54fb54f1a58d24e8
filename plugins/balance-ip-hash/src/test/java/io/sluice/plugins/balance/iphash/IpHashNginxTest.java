package io.sluice.plugins.balance.iphash;

import io.sluice.testkit.TestSettings;
import io.sluice.testkit.balance.NginxParity;

class IpHashNginxTest extends NginxParity {
    IpHashNginxTest() {
        super("nginx-ip-hash.txt", "ip_hash;", new IpHashFactory(), TestSettings::empty);
    }
}
