package io.sluice.nginx.importer;

import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.IfCondition;
import io.sluice.nginx.value.ValueException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Leaves the directives that use variables which Sluice has not; those that the file makes itself are known. */
final class UnknownVariables {
    private static final Pattern USE = Pattern.compile("\\$\\{?([A-Za-z0-9_]+)");
    private static final Pattern GROUP = Pattern.compile("\\(\\?(?:P?<|')([A-Za-z_][A-Za-z0-9_]*)[>']");
    private static final List<String> FAMILIES = List.of("http_", "sent_http_", "upstream_http_", "cookie_", "arg_");
    /** Directives whose {@code $} may be the end of a regular expression and no variable. */
    private static final Set<String> EXPRESSIONS = Set.of("location", "server_name", "rewrite");

    /** What {@code if (-f …)} is brought over without. */
    private static final Set<String> OF_FILES = Set.of("document_root", "request_filename");

    private static final Set<String> KNOWN = read();

    private final Set<String> made = new HashSet<>();
    private final Ledger ledger;

    private UnknownVariables(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Leaves them; {@code all} are the directives outside of all blocks. */
    static void leave(List<Directive> all, Ledger ledger) {
        UnknownVariables check = new UnknownVariables(ledger);
        all.forEach(check::define);
        all.forEach(check::use);
    }

    /** The variables of Sluice that nginx has, too, without those of families such as $http_…. */
    static Set<String> known() {
        return KNOWN;
    }

    private static Set<String> read() {
        try (InputStream in = UnknownVariables.class.getResourceAsStream("variables.txt")) {
            return Set.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .trim()
                    .split("\\s+", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void define(Directive directive) {
        switch (directive.name()) {
            case "set" -> made.add(lower(directive.text(0).substring(1)));
            case "map" -> {
                made.add(lower(directive.text(1).substring(1)));
                directive.children().forEach(line -> groups(line.name()));
            }
            default -> {
                // Only groups of expressions.
            }
        }
        directive.texts().forEach(this::groups);
        directive.children().forEach(this::define);
    }

    private void groups(String text) {
        Matcher group = GROUP.matcher(text);
        while (group.find()) {
            made.add(lower(group.group(1)));
        }
    }

    private void use(Directive directive) {
        if (!EXPRESSIONS.contains(directive.name())
                && !Remarks.hasNoEffect(directive)
                && !StickyKey.learns(directive)) {
            directive.texts().forEach(text -> use(directive, text));
        }
        if (directive.name().equals("map")) {
            directive.children().forEach(line -> line.texts().forEach(text -> use(directive, text)));
        } else {
            directive.children().forEach(this::use);
        }
    }

    private void use(Directive directive, String text) {
        Matcher use = USE.matcher(text);
        while (use.find()) {
            String name = lower(use.group(1));
            boolean known = KNOWN.contains(name)
                    || made.contains(name)
                    || name.matches("[1-9]")
                    || FAMILIES.stream().anyMatch(family -> name.startsWith(family) && name.length() > family.length());
            if (!known && !(OF_FILES.contains(name) && asksForAFile(directive))) {
                ledger.leave(directive, "Sluice has no variable $" + use.group(1));
            }
        }
    }

    private static boolean asksForAFile(Directive directive) {
        try {
            return directive.name().equals("if")
                    && IfCondition.of(directive.texts()).isOfAFile();
        } catch (ValueException e) {
            throw new IllegalArgumentException(directive.toString(), e);
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
