package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Directive;
import java.util.Optional;

/** Translates an nginx.conf: the listeners, upstreams, hosts and routes that Sluice has for it. */
public final class Importer {
    private final Configuration configuration;
    private final Scope main;
    private final Hocon out;
    private final Ledger ledger = new Ledger();

    private Importer(Configuration configuration) {
        this.configuration = configuration;
        this.main = Scope.of(configuration);
        this.out = new Hocon(configuration.prefix());
    }

    /**
     * Translates a configuration in which {@link io.sluice.nginx.directive.Checker} found nothing wrong.
     *
     * @throws IllegalArgumentException when a value is wrong that the checker would have told
     */
    public static Imported run(Configuration configuration) {
        Importer importer = new Importer(configuration);
        importer.write();
        return new Imported(importer.out.toString(), importer.ledger.leftovers(importer.main));
    }

    private void write() {
        out.comment("Brought over from nginx.conf; behind each part stands where it came from.");
        out.open("sluice");
        out.commentsAt(main.directives());
        Translations.ALL.forEach(translation -> translation.root(main, ledger, out));
        Optional<Scope> http = main.children(Context.HTTP).stream().findFirst();
        if (http.isPresent()) {
            main.children(Context.EVENTS).forEach(this::block);
            block(http.get());
            new ConnectionMap(http.get(), ledger).take(configuration);
            Listeners listeners = new Listeners(http.get(), configuration.prefix(), ledger);
            Upstreams upstreams = new Upstreams(http.get(), ledger);
            Hosts hosts = new Hosts(http.get(), listeners, upstreams, ledger);
            Hocon written = hosts.write(configuration.prefix());
            listeners.write(out);
            upstreams.write(out);
            written.toString().lines().forEach(out::line);
        }
        out.comments(configuration.main().closing());
        out.close("}");
    }

    /** The comments of a block that has none of its own here. */
    private void block(Scope scope) {
        Directive opening = scope.opening().orElseThrow();
        out.comments(opening.comments());
        out.comments(opening.remark().stream().toList());
        out.commentsAt(scope.directives());
        out.comments(opening.block().orElseThrow().closing());
    }
}
