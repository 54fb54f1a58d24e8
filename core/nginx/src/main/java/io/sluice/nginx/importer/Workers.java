package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;

/** Worker threads, and the connections that may be open: nginx counts those of each worker, Sluice those of all. */
final class Workers implements Translation {
    /** The bound of {@code max-connections}. */
    private static final long MOST = 10_000_000;

    @Override
    public void root(Scope main, Ledger ledger, Hocon out) {
        for (Directive directive : main.own("worker_processes")) {
            ledger.take(directive);
            if (!directive.text(0).equals("auto")) {
                out.line("workers = " + directive.text(0) + " # " + out.place(directive));
            }
        }
        String workers = main.value("worker_processes").orElse("1");
        for (Scope events : main.children(Context.EVENTS)) {
            for (Directive directive : events.own("worker_connections")) {
                ledger.take(directive);
                if (workers.equals("auto")) {
                    out.comment(out.place(directive) + ": " + directive.text(0)
                            + " connections for each worker; max-connections is for all workers together");
                } else {
                    out.line("max-connections = " + connections(directive.text(0), workers) + " # "
                            + out.place(directive));
                }
            }
        }
    }

    private static long connections(String each, String workers) {
        return Math.min(MOST, Math.min(MOST, Long.parseLong(each)) * Math.min(MOST, Long.parseLong(workers)));
    }
}
