package io.sluice.nginx.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.nginx.NginxCopy;
import io.sluice.nginx.RealNginx;
import io.sluice.nginx.directive.Checker;
import io.sluice.nginx.directive.Context;
import io.sluice.nginx.directive.DirectiveTable;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.syntax.Problem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No directive of guides.txt, which names those of guides on nginx as a proxy, is without a good and a bad file. */
class CoveredTest {
    /** All but those within an {@code if} and {@code limit_except}. */
    private static final Set<Context> LEVELS =
            EnumSet.of(Context.MAIN, Context.EVENTS, Context.HTTP, Context.SERVER, Context.LOCATION, Context.UPSTREAM);

    @TempDir
    private Path folder;

    @Test
    void everyDirectiveIsBroughtOverOrNotedInAllItsContexts() throws IOException {
        Set<String> missing = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        for (Path input : ImporterTest.inputs()) {
            collect(Scope.of(Configuration.read(input)), seen);
        }
        for (String name : names()) {
            DirectiveTable.nginx().rules(name).stream()
                    .flatMap(rule -> rule.contexts().stream())
                    .filter(LEVELS::contains)
                    .map(context -> name + " in " + context.word())
                    .filter(place -> !place.startsWith("include ") && !seen.contains(place))
                    .forEach(missing::add);
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void everyDirectiveIsInAGoodFile() throws IOException {
        Set<String> good = new HashSet<>();
        for (Path input : ImporterTest.inputs()) {
            Configuration configuration = Configuration.read(input);
            Set<Integer> left = new HashSet<>();
            Importer.run(configuration)
                    .leftovers()
                    .forEach(leftover -> left.add(leftover.directive().ordinal()));
            names(configuration.main().directives(), left, good);
        }

        assertThat(good).containsAll(names());
    }

    @Test
    void everyDirectiveIsInABadFile() throws IOException {
        Set<String> bad = new HashSet<>();
        for (Path input : refused()) {
            Configuration configuration = Configuration.read(input);
            Map<Integer, Directive> byLine = new HashMap<>();
            firsts(configuration.main().directives(), byLine);
            Checker.check(configuration).stream()
                    .map(Problem::place)
                    .flatMap(Optional::stream)
                    .map(place -> byLine.get(place.line()))
                    .forEach(directive -> bad.add(directive.name()));
        }

        assertThat(bad).containsAll(names());
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void aRealNginxTakesWhatIsBroughtOver(Path input) throws Exception {
        RealNginx.assumeInstalled();

        assertThat(RealNginx.firstRefusal(NginxCopy.of(input, folder)).filter(CoveredTest::isOfTheFile))
                .isEmpty();
    }

    /** Sockets are opened when all is read: what is said then is of this machine; so are its modules. The importer tells of listeners without a certificate. */
    private static boolean isOfTheFile(String refusal) {
        return !refusal.startsWith("bind() to ")
                && !refusal.startsWith("socket() ")
                && !refusal.startsWith("no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive")
                && !refusal.startsWith("invalid parameter \"resolve\"") // open nginx has it from 1.27.3 on
                && !refusal.startsWith("unknown directive \"least_time\"") // nginx Plus has it
                && !refusal.startsWith("unknown directive \"stream\"");
    }

    private static void collect(Scope scope, Set<String> seen) {
        scope.directives()
                .forEach(directive ->
                        seen.add(directive.name() + " in " + scope.context().word()));
        scope.children().forEach(child -> collect(child, seen));
    }

    private static void names(List<Directive> directives, Set<Integer> left, Set<String> into) {
        for (Directive directive : directives) {
            if (!left.contains(directive.ordinal())) {
                into.add(directive.name());
                names(directive.children(), left, into);
            }
        }
    }

    private static void firsts(List<Directive> directives, Map<Integer, Directive> byLine) {
        for (Directive directive : directives) {
            byLine.putIfAbsent(directive.end().line(), directive);
            firsts(directive.children(), byLine);
        }
    }

    private static List<String> names() throws IOException {
        return Files.readAllLines(resource("directive/guides.txt"));
    }

    private static List<Path> refused() throws IOException {
        try (Stream<Path> files = Files.list(resource("refused"))) {
            return files.filter(file -> file.toString().endsWith(".nginx.conf")).toList();
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(NginxCopy.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> inputs() {
        return ImporterTest.inputs();
    }
}
