package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What nginx says of requests' heads by server and Sluice by listener, and how redirects are completed. */
final class HeadSettings implements Translation {
    private static final List<String> FLAGS =
            List.of("underscores_in_headers", "ignore_invalid_headers", "merge_slashes");
    private static final Map<String, String> REDIRECTS = new LinkedHashMap<>();

    static {
        REDIRECTS.put("absolute_redirect", "redirects.absolute");
        REDIRECTS.put("port_in_redirect", "redirects.port");
        REDIRECTS.put("server_name_in_redirect", "redirects.server-name");
    }

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
        REDIRECTS.forEach((name, key) -> ledger.value(server, name).ifPresent(flag -> out.set(key, flag)));
    }

    @Override
    public void route(Scope location, Ledger ledger, Hocon out) {
        REDIRECTS.forEach((name, key) -> RouteLevel.ofItsOwn(location, name, ledger)
                .flatMap(here -> here.stream().findFirst())
                .ifPresent(here -> out.set(key, here.text(0))));
    }
}
