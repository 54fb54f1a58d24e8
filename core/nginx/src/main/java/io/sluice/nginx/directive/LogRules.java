package io.sluice.nginx.directive;

import static io.sluice.nginx.directive.OwnRules.require;

import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.Numbers;
import io.sluice.nginx.value.Syslog;
import io.sluice.nginx.value.Times;
import io.sluice.nginx.value.ValueException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Of log_format, access_log and error_log. */
final class LogRules {
    private static final Set<String> LEVELS = Set.of(
            "debug",
            "info",
            "notice",
            "warn",
            "error",
            "crit",
            "alert",
            "emerg",
            "debug_core",
            "debug_alloc",
            "debug_mutex",
            "debug_event",
            "debug_http",
            "debug_mail",
            "debug_stream");

    private final Set<String> formats = new HashSet<>(Set.of("combined"));

    void errorLog(Directive directive) throws ValueException {
        List<String> words = directive.texts();
        if (Syslog.is(words.get(0))) {
            Syslog.of(words.get(0));
        }
        for (String level : words.subList(1, words.size())) {
            require(LEVELS.contains(level), "invalid log level \"" + level + "\"");
        }
    }

    void format(Directive directive) throws ValueException {
        String name = directive.text(0);
        require(formats.add(name), "duplicate \"log_format\" name \"" + name + "\"");
        String second = directive.text(1);
        if (second.startsWith("escape=")) {
            String escape = second.substring("escape=".length());
            require(
                    Set.of("json", "none", "default").contains(escape),
                    "unknown log format escaping \"" + escape + "\"");
        }
    }

    void accessLog(Directive directive) throws ValueException {
        List<String> words = directive.texts();
        if (words.get(0).equals("off") && words.size() == 1) {
            return;
        }
        if (words.get(0).equals("off")) {
            throw new ValueException("invalid parameter \"" + words.get(1) + "\"");
        }
        if (Syslog.is(words.get(0))) {
            Syslog.of(words.get(0));
        }
        if (words.size() > 1) {
            require(formats.contains(words.get(1)), "unknown log format \"" + words.get(1) + "\"");
        }
        for (String word : words.subList(Math.min(2, words.size()), words.size())) {
            parameter(word);
        }
    }

    private static void parameter(String word) throws ValueException {
        String value = word.substring(word.indexOf('=') + 1);
        if (word.startsWith("buffer=")) {
            require(isSize(value), "invalid buffer size \"" + value + "\"");
        } else if (word.startsWith("flush=")) {
            require(isTime(value), "invalid flush time \"" + value + "\"");
        } else if (word.startsWith("gzip=")) {
            require(value.matches("[1-9]"), "invalid compression level \"" + value + "\"");
        } else if (!word.startsWith("if=") && !word.equals("gzip")) {
            throw new ValueException("invalid parameter \"" + word + "\"");
        }
    }

    private static boolean isSize(String value) {
        try {
            return Numbers.size(value) > 0;
        } catch (ValueException e) {
            return false;
        }
    }

    private static boolean isTime(String value) {
        try {
            return !Times.milliseconds(value).isZero();
        } catch (ValueException e) {
            return false;
        }
    }
}
