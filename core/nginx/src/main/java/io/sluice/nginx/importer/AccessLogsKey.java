package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.Syslog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code access_log} and {@code log_format}: each log once, under a name of its own, and where it is used. */
final class AccessLogsKey implements Translation {
    private static final String OFF = "off";

    private final Environment environment;

    AccessLogsKey(Environment environment) {
        this.environment = environment;
    }

    /** What makes a log one of its own. */
    private record Log(String file, String syslog, String format, String condition) {}

    @Override
    public void root(Scope main, Ledger ledger, Hocon out) {
        Map<Log, String> logs = names(main, ledger);
        if (logs.isEmpty()) {
            return;
        }
        if (main.children(Context.HTTP).stream()
                .flatMap(http -> http.children(Context.SERVER).stream())
                .noneMatch(server -> server.effective("access_log").isEmpty())) {
            out.set("access-log", OFF);
        }
        out.open("access-logs");
        logs.forEach((log, name) -> write(log, name, main, ledger, out));
        out.close("}");
    }

    @Override
    public void host(Scope server, Ledger ledger, Hocon out) {
        List<Directive> here = ledger.effective(server, "access_log");
        if (!here.isEmpty()) {
            out.set("access-log", choice(here, server, ledger));
        }
    }

    @Override
    public void route(Scope location, Ledger ledger, Hocon out) {
        RouteLevel.ofItsOwn(location, "access_log", ledger)
                .ifPresent(here -> out.set("access-log", choice(here, location, ledger)));
    }

    private String choice(List<Directive> directives, Scope scope, Ledger ledger) {
        if (directives.stream().anyMatch(directive -> directive.text(0).equals(OFF))) {
            return OFF;
        }
        Map<Log, String> names = names(RouteLevel.main(scope), ledger);
        List<String> chosen = directives.stream()
                .flatMap(directive -> log(directive, ledger).stream())
                .map(names::get)
                .distinct()
                .toList();
        return chosen.isEmpty() ? OFF : Hocon.list(chosen);
    }

    private void write(Log log, String name, Scope main, Ledger ledger, Hocon out) {
        out.open(name);
        if (log.syslog().isEmpty()) {
            out.set("file", Hocon.value(log.file()));
        } else {
            out.line("syslog " + log.syslog());
        }
        if (!log.condition().isEmpty()) {
            out.set("if", Hocon.value(log.condition()));
        }
        format(log.format(), main).ifPresent(format -> {
            ledger.take(format);
            out.comments(format.comments());
            List<String> parts =
                    new ArrayList<>(format.texts().subList(1, format.arguments().size()));
            String escape = "default";
            if (parts.get(0).startsWith("escape=")) {
                escape = parts.remove(0).substring("escape=".length());
            }
            out.open("format");
            out.set("type", "template");
            if (!escape.equals("default")) {
                out.set("escape", escape);
            }
            out.openList("template = [");
            parts.forEach(part -> out.line(Hocon.quote(part)));
            out.close("]");
            out.close("}");
        });
        out.close("}");
    }

    private static Optional<Directive> format(String name, Scope main) {
        return main.children(Context.HTTP).stream()
                .flatMap(http -> http.own("log_format").stream())
                .filter(format -> format.text(0).equals(name))
                .findFirst();
    }

    private Map<Log, String> names(Scope main, Ledger ledger) {
        Map<Log, String> names = new LinkedHashMap<>();
        Names free = new Names();
        free.take("main", "main"); // the log of sluice.access-log
        collect(main, ledger, names, free);
        return names;
    }

    private void collect(Scope scope, Ledger ledger, Map<Log, String> names, Names free) {
        for (Directive directive : scope.own("access_log")) {
            log(directive, ledger)
                    .ifPresent(log -> names.computeIfAbsent(log, key -> {
                        if (!log.syslog().isEmpty()) {
                            return free.take("syslog", "log");
                        }
                        String file = log.file().substring(log.file().lastIndexOf('/') + 1);
                        return free.take(file.replaceAll("\\.[^.]*$", ""), "log");
                    }));
        }
        scope.children().forEach(child -> collect(child, ledger, names, free));
    }

    /** Empty of {@code off}, and of what cannot be brought over, which is noted. */
    private Optional<Log> log(Directive directive, Ledger ledger) {
        String path = directive.text(0);
        if (path.equals(OFF) || ledger.isLeft(directive)) {
            return Optional.empty();
        }
        Optional<String> syslog = Optional.of("");
        if (Syslog.is(path)) {
            syslog = SyslogBlock.of(directive, true, ledger);
            if (syslog.isEmpty()) {
                return Optional.empty();
            }
        } else if (path.contains("$")) {
            ledger.leave(directive, "the name of a log's file has no variables; write a log for each with if");
            return Optional.empty();
        }
        String format = "combined";
        String condition = "";
        for (String word : directive.texts().subList(1, directive.arguments().size())) {
            if (word.startsWith("if=")) {
                condition = word.substring("if=".length());
            } else if (word.equals("gzip") || word.startsWith("gzip=")) {
                ledger.leave(directive, "leave gzip out: files are compressed by who takes them away");
                return Optional.empty();
            } else if (!word.startsWith("buffer=") && !word.startsWith("flush=")) {
                format = word; // buffer and flush: lines always are gathered, for a moment
            }
        }
        ledger.take(directive);
        return Optional.of(new Log(
                syslog.get().isEmpty() ? environment.installed(path, directive, ledger) : "",
                syslog.get(),
                format,
                condition));
    }
}
