package io.sluice.plugins.balance.consistenthash;

import io.sluice.testkit.TestSettings;
import io.sluice.testkit.balance.NginxParity;

class ConsistentHashNginxTest extends NginxParity {
    ConsistentHashNginxTest() {
        super(
                "nginx-consistent-hash.txt",
                "hash $http_x_key consistent;",
                new ConsistentHashFactory(),
                () -> TestSettings.of("key = \"$http_x_key\""));
    }
}
