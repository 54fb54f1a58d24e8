package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.List;
import java.util.Set;

/** What nginx says of requests' heads by server and Sluice by listener, and how redirects are completed. */
final class HeadSettings implements Translation {
    private static final List<String> FLAGS =
            List.of("underscores_in_headers", "ignore_invalid_headers", "merge_slashes");
    private static final Set<String> REDIRECTS =
            Set.of("absolute_redirect", "port_in_redirect", "server_name_in_redirect");

    @Override
    public void listener(Scope server, Ledger ledger, Hocon out) {
        for (String name : FLAGS) {
            ledger.value(server, name).ifPresent(flag -> out.set(name.replace('_', '-'), flag));
        }
        for (Directive directive : ledger.effective(server, "large_client_header_buffers")) {
            long count = Long.parseLong(directive.text(0));
            long size = Units.size(directive.text(1));
            out.set("limits.request-line", Long.toString(Math.max(64, size)));
            out.set("limits.header-line", Long.toString(Math.max(64, size)));
            out.set("limits.head", Long.toString(Math.max(256, Math.max(size, Math.min(16 << 20, count * size)))));
        }
    }

    @Override
    public void host(Scope server, Ledger ledger, Hocon out) {
        ledger.value(server, "absolute_redirect").ifPresent(flag -> out.set("redirects.absolute", flag));
        ledger.value(server, "port_in_redirect").ifPresent(flag -> out.set("redirects.port", flag));
        ledger.value(server, "server_name_in_redirect").ifPresent(flag -> out.set("redirects.server-name", flag));
        leaveBelow(server, ledger);
    }

    private static void leaveBelow(Scope scope, Ledger ledger) {
        for (Scope child : scope.children()) {
            child.directives().stream()
                    .filter(directive -> REDIRECTS.contains(directive.name()))
                    .forEach(directive ->
                            ledger.leave(directive, "it holds for a whole host in Sluice; set it in server"));
            leaveBelow(child, ledger);
        }
    }
}
