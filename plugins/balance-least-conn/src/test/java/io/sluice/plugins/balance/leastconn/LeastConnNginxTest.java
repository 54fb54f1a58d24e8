package io.sluice.plugins.balance.leastconn;

import io.sluice.testkit.TestSettings;
import io.sluice.testkit.balance.NginxParity;

/** With one request at a time: the turns among equals. */
class LeastConnNginxTest extends NginxParity {
    LeastConnNginxTest() {
        super("nginx-least-conn.txt", "least_conn;", new LeastConnFactory(), TestSettings::empty);
    }
}
