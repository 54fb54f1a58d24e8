package io.sluice.plugins.balance.hash;

import io.sluice.testkit.TestSettings;
import io.sluice.testkit.balance.NginxParity;

class HashNginxTest extends NginxParity {
    HashNginxTest() {
        super("nginx-hash.txt", "hash $http_x_key;", new HashFactory(), () -> TestSettings.of("key = \"$http_x_key\""));
    }
}
