package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Translates an nginx.conf: the listeners, upstreams, hosts and routes that Sluice has for it. */
public final class Importer {
    private final Configuration configuration;
    private final Scope main;
    private final Hocon out;
    private final Ledger ledger = new Ledger();
    private final Environment environment;
    private final Translations translations;

    private Importer(Configuration configuration, ImportOptions options) {
        this.configuration = configuration;
        this.main = Scope.of(configuration);
        this.out = new Hocon(configuration.prefix());
        this.environment = new Environment(configuration, options);
        this.translations = Translations.of(environment);
    }

    /** Translates a configuration of which nothing more is known. */
    public static Imported run(Configuration configuration) {
        return run(configuration, ImportOptions.NONE);
    }

    /**
     * Translates a configuration in which {@link io.sluice.nginx.directive.Checker} found nothing wrong.
     *
     * @throws IllegalArgumentException when a value is wrong that the checker would have told
     */
    public static Imported run(Configuration configuration, ImportOptions options) {
        Importer importer = new Importer(configuration, options);
        importer.write();
        List<Leftover> leftovers = importer.ledger.leftovers(importer.main);
        String text = importer.out.text(level -> leftovers.stream()
                .filter(leftover -> leftover.within() == level)
                .flatMap(leftover -> importer.note(leftover))
                .toList());
        return new Imported(text, leftovers, importer.ledger.warnings());
    }

    /** A directive that is left out, as a comment: where it stood, why, and its text. */
    private Stream<String> note(Leftover leftover) {
        List<String> lines = new ArrayList<>();
        lines.add(out.place(leftover.directive()) + ": not brought over: " + leftover.why());
        source(leftover.directive(), "  ", lines);
        return lines.stream();
    }

    private static void source(Directive directive, String indent, List<String> lines) {
        directive.comments().forEach(comment -> lines.add(indent + "#" + comment.text()));
        lines.add(indent
                + directive
                + directive.remark().map(remark -> " #" + remark.text()).orElse(""));
        if (directive.block().isPresent()) {
            directive.children().forEach(child -> source(child, indent + "  ", lines));
            directive.block().get().closing().forEach(comment -> lines.add(indent + "  #" + comment.text()));
            lines.add(indent + "}");
        }
    }

    private void write() {
        UnknownVariables.leave(configuration.main().directives(), ledger);
        out.comment("Brought over from nginx.conf; behind each part stands where it came from.");
        out.open("sluice");
        out.mark(null);
        out.commentsAt(main.directives());
        translations.all().forEach(translation -> translation.root(main, ledger, out));
        Optional<Scope> http = main.children(Context.HTTP).stream().findFirst();
        if (http.isPresent()) {
            main.children(Context.EVENTS).forEach(this::block);
            block(http.get());
            new ConnectionMap(http.get(), ledger).take(configuration);
            Listeners listeners = new Listeners(http.get(), translations, environment, ledger);
            Upstreams upstreams = new Upstreams(http.get(), translations, ledger);
            Hosts hosts = new Hosts(http.get(), listeners, upstreams, translations, ledger);
            Hocon written = hosts.write(environment);
            listeners.write(hosts.used(), out);
            upstreams.write(out);
            written.toString().lines().forEach(out::line);
        }
        out.comments(configuration.main().closing());
        out.close("}");
        MediaTypes.write(main, out);
    }

    /** The comments of a block that has none of its own here. */
    private void block(Scope scope) {
        Directive opening = scope.opening().orElseThrow();
        out.comments(opening.comments());
        out.comments(opening.remark().stream().toList());
        out.mark(opening);
        out.commentsAt(scope.directives());
        out.comments(opening.block().orElseThrow().closing());
    }
}
