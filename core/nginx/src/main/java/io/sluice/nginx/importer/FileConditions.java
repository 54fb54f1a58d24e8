package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.IfCondition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code if (-f …)} and its like: the names of files with what {@code root} or {@code alias} says put into them. */
final class FileConditions {
    private static final Pattern ROOT = Pattern.compile("\\$(?:document_root\\b|\\{document_root})");
    private static final Pattern FILE = Pattern.compile("\\$(?:request_filename\\b|\\{request_filename})");

    private final Environment environment;
    private final Ledger ledger;

    FileConditions(Environment environment, Ledger ledger) {
        this.environment = environment;
        this.ledger = ledger;
    }

    /** The condition for the key {@code if}; empty where it cannot be brought over, and that is noted. */
    Optional<String> text(Directive directive, IfCondition condition, Scope scope) {
        Optional<String> name = name(condition.subject(), directive, scope);
        String flag =
                switch (condition.test()) {
                    case FILE -> "-f ";
                    case FOLDER -> "-d ";
                    case EXISTS -> "-e ";
                    default -> "-x ";
                };
        return name.map(full -> (condition.negated() ? "!" : "") + flag + StepsKey.operand(full));
    }

    private Optional<String> name(String written, Directive directive, Scope scope) {
        boolean ofRoot = ROOT.matcher(written).find();
        boolean ofRequest = FILE.matcher(written).find();
        Optional<Directive> place = ledger.effective(scope, "root").stream().reduce((first, last) -> last);
        if (ofRequest && place.filter(found -> found.name().equals("alias")).isPresent()) {
            ledger.leave(
                    directive, "with alias, $request_filename has no name in Sluice: write root, or the name itself");
            return Optional.empty();
        }
        String root = (ofRoot || ofRequest) ? FilesKey.folder(place, environment, ledger) : "";
        String bare = root.endsWith("/") && ofRequest ? root.substring(0, root.length() - 1) : root;
        String name = FILE.matcher(ROOT.matcher(written).replaceAll(Matcher.quoteReplacement(root)))
                .replaceAll(Matcher.quoteReplacement(bare + "$uri"));
        if (!name.startsWith("/") && !name.startsWith("$")) {
            ledger.leave(directive, "nginx looks for it where it happens to run: write its whole name");
            return Optional.empty();
        }
        return Optional.of(name);
    }
}
