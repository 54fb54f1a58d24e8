package io.sluice.nginx.value;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The parameters of {@code syslog:}, as nginx reads them: {@code syslog:server=address[,facility=…][,severity=…][,tag=…]
 * [,nohostname]}.
 *
 * @param server the address as it is written; a Unix socket begins with {@code unix:}
 * @param facility {@code local7} where none is written
 * @param severity {@code info} where none is written
 * @param tag {@code nginx} where none is written
 * @param hostname whether messages name the machine
 */
public record Syslog(String server, String facility, String severity, String tag, boolean hostname) {
    private static final String PREFIX = "syslog:";
    private static final int LONGEST_TAG = 32;
    /** The names of facilities, in the order of their numbers. */
    public static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "intern",
            "lpr",
            "news",
            "uucp",
            "clock",
            "authpriv",
            "ftp",
            "ntp",
            "audit",
            "alert",
            "cron",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    /** The names of severities, in the order of their numbers. */
    public static final List<String> SEVERITIES =
            List.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");

    /** Whether a log goes to syslog. */
    public static boolean is(String target) {
        return target.startsWith(PREFIX);
    }

    /**
     * Reads them.
     *
     * @throws ValueException with nginx's words
     */
    public static Syslog of(String target) throws ValueException {
        String server = null;
        String facility = "local7";
        String severity = "info";
        String tag = "nginx";
        boolean hostname = true;
        Set<String> seen = new HashSet<>();
        for (String part : List.of(target.substring(PREFIX.length()).split(",", -1))) {
            int equals = part.indexOf('=');
            String name = part.substring(0, equals + 1);
            String value = part.substring(equals + 1);
            if (name.isEmpty() && part.equals("nohostname")) {
                hostname = false;
                continue;
            }
            switch (name) {
                case "server=" -> server = value;
                case "facility=" -> facility = oneOf(FACILITIES, value, "facility");
                case "severity=" -> severity = oneOf(SEVERITIES, value, "severity");
                case "tag=" -> tag = tag(value);
                default -> throw new ValueException("unknown syslog parameter \"" + part + "\"");
            }
            if (!seen.add(name)) {
                throw new ValueException("duplicate syslog \"" + name.substring(0, name.length() - 1) + "\"");
            }
        }
        if (server == null) {
            throw new ValueException("no syslog server specified");
        }
        return new Syslog(server, facility, severity, tag, hostname);
    }

    private static String oneOf(List<String> words, String value, String what) throws ValueException {
        if (!words.contains(value)) {
            throw new ValueException("unknown syslog " + what + " \"" + value + "\"");
        }
        return value;
    }

    private static String tag(String value) throws ValueException {
        if (value.length() > LONGEST_TAG) {
            throw new ValueException("syslog tag length exceeds 32");
        }
        if (!value.matches("[A-Za-z0-9_]*")) {
            throw new ValueException("syslog \"tag\" only allows alphanumeric characters and underscore");
        }
        return value;
    }
}
