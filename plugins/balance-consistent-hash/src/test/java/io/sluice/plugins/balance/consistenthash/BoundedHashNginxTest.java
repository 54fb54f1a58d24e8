package io.sluice.plugins.balance.consistenthash;

import io.sluice.testkit.TestSettings;
import io.sluice.testkit.balance.NginxParity;

/** Where nothing is served, a balance factor changes nothing: endpoints are tried in nginx's order. */
class BoundedHashNginxTest extends NginxParity {
    BoundedHashNginxTest() {
        super(
                "nginx-consistent-hash.txt",
                "hash $http_x_key consistent;",
                new ConsistentHashFactory(),
                () -> TestSettings.of("key = \"$http_x_key\", balance-factor = 125"));
    }
}
