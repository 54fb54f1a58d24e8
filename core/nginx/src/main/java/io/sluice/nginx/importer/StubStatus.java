package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;

/** The page of counters. */
final class StubStatus implements Translation {
    @Override
    public boolean answers(Scope location) {
        return !location.own("stub_status").isEmpty();
    }

    @Override
    public void route(Scope location, Ledger ledger, Hocon out) {
        if (answers(location) && location.own("proxy_pass").isEmpty()) {
            location.own("stub_status").forEach(ledger::take);
            out.set("status", "stub");
        }
    }
}
