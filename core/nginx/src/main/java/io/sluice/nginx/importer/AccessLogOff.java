package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;

/** Locations that are not logged. */
final class AccessLogOff implements Translation {
    @Override
    public void route(Scope location, Ledger ledger, Hocon out) {
        for (Directive log : location.effective("access_log")) {
            if (log.text(0).equals("off")) {
                ledger.take(log);
                out.set("access-log", "off");
            }
        }
    }
}
