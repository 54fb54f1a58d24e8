package io.sluice.plugins.accesslog.template;

import io.sluice.api.Template;
import java.util.List;
import java.util.Locale;

/** The values of nginx's {@code log_format … escape=}: what becomes of a variable's value in a line. */
enum Escaping implements Template.Escape {
    /**
     * Quotation marks, backslashes and bytes outside 0x20 to 0x7E become {@code \xXX}; a variable without a value becomes
     * a hyphen.
     */
    DEFAULT {
        @Override
        public void append(String value, StringBuilder out) {
            if (value == null) {
                out.append('-');
                return;
            }
            int clean = 0;
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                    out.append(value, clean, i)
                            .append("\\x")
                            .append(hex(c >> 4))
                            .append(hex(c));
                    clean = i + 1;
                }
            }
            out.append(value, clean, value.length());
        }
    },

    /** What must not stand in a string of JSON (RFC 8259 section 7) is escaped; no value becomes nothing. */
    JSON {
        @Override
        public void append(String value, StringBuilder out) {
            if (value == null) {
                return;
            }
            int clean = 0;
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c < ' ' || c == '"' || c == '\\') {
                    out.append(value, clean, i).append('\\');
                    escapeInJson(c, out);
                    clean = i + 1;
                }
            }
            out.append(value, clean, value.length());
        }
    },

    /** Values stand as they are; no value becomes nothing. */
    NONE {
        @Override
        public void append(String value, StringBuilder out) {
            Template.Escape.NONE.append(value, out);
        }
    };

    static final List<String> NAMES = List.of("default", "json", "none");

    static Escaping of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static void escapeInJson(char c, StringBuilder out) {
        switch (c) {
            case '\n' -> out.append('n');
            case '\r' -> out.append('r');
            case '\t' -> out.append('t');
            case '\b' -> out.append('b');
            case '\f' -> out.append('f');
            case '"', '\\' -> out.append(c);
            default -> out.append("u00").append(hex(c >> 4)).append(hex(c));
        }
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit & 0xf);
    }
}
