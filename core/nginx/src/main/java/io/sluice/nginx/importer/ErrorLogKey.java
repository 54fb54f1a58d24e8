package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.Syslog;
import java.util.List;
import java.util.Optional;

/** {@code error_log}: Sluice has one for all, that of {@code http} or, where that has none, the one outside of it. */
final class ErrorLogKey implements Translation {
    private static final String NAME = "error_log";
    private static final String STANDARD_ERROR = "stderr";

    private final Environment environment;

    ErrorLogKey(Environment environment) {
        this.environment = environment;
    }

    /** Where it goes, as the key that says so, and nginx's word for how much. */
    private record Log(String target, String level) {}

    @Override
    public void root(Scope main, Ledger ledger, Hocon out) {
        Optional<Scope> http = main.children(Context.HTTP).stream().findFirst();
        List<Directive> outer = main.own(NAME);
        List<Directive> inner = http.map(scope -> scope.own(NAME)).orElse(List.of());
        Optional<Log> counts = one(inner.isEmpty() ? outer : inner, ledger, out);
        if (!inner.isEmpty()) {
            outer.forEach(directive -> overridden(directive, counts, ledger));
        }
        http.ifPresent(scope -> scope.children().forEach(child -> checkSame(child, counts, ledger)));
    }

    /** The first that can be brought over, of those of one level. */
    private Optional<Log> one(List<Directive> directives, Ledger ledger, Hocon out) {
        Optional<Log> first = Optional.empty();
        for (Directive directive : directives) {
            Optional<Log> log = log(directive, ledger);
            if (log.isPresent() && first.isPresent() && !log.equals(first)) {
                ledger.leave(
                        directive,
                        "Sluice has one error log; give a logger another appender in conf/logback.xml for a second");
            } else if (log.isPresent()) {
                ledger.take(directive);
                if (first.isEmpty()) {
                    write(directive, log.get(), out);
                }
                first = log;
            }
        }
        return first;
    }

    private static void write(Directive directive, Log log, Hocon out) {
        String level = log.level().equals("error") ? "" : ", level = " + log.level();
        out.line("error-log { " + log.target() + level + " } # " + out.place(directive));
    }

    private void overridden(Directive directive, Optional<Log> counts, Ledger ledger) {
        if (log(directive, ledger).equals(counts)) {
            ledger.take(directive);
        } else if (!ledger.isLeft(directive)) {
            ledger.warn(directive, "http has an error_log of its own, which counts for all of Sluice");
        }
    }

    /** Inside of {@code http} it may say again what counts in any case. */
    private void checkSame(Scope scope, Optional<Log> counts, Ledger ledger) {
        for (Directive directive : scope.own(NAME)) {
            Optional<Log> log = log(directive, ledger);
            if (log.isPresent() && log.equals(counts)) {
                ledger.take(directive);
            } else if (log.isPresent()) {
                ledger.leave(
                        directive,
                        "Sluice has one error log: write it in http, and leave it out here; each line names server and request");
            }
        }
        scope.children().forEach(child -> checkSame(child, counts, ledger));
    }

    /** Empty of what cannot be brought over, which is noted. */
    private Optional<Log> log(Directive directive, Ledger ledger) {
        String file = directive.text(0);
        if (Syslog.is(file)) {
            return SyslogBlock.of(directive, false, ledger)
                    .map(syslog -> new Log("syslog " + syslog, level(directive.texts())));
        }
        if (file.startsWith("memory:")) {
            ledger.leave(directive, "write to a file: Sluice keeps no log in memory");
            return Optional.empty();
        }
        String name = file.equals(STANDARD_ERROR) ? file : environment.installed(file, directive, ledger);
        return Optional.of(new Log("file = " + Hocon.value(name), level(directive.texts())));
    }

    /** {@code debug_http} and its like are parts of {@code debug}. */
    private static String level(List<String> words) {
        List<String> levels = words.subList(1, words.size());
        if (levels.isEmpty()) {
            return "error";
        }
        return levels.stream().anyMatch(level -> level.startsWith("debug")) ? "debug" : levels.get(0);
    }
}
