package io.sluice.nginx.importer;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of blocks, made of what people call things in an nginx.conf. */
final class Names {
    private final Set<String> taken = new HashSet<>();

    /** Takes a name as it is. */
    void keep(String name) {
        taken.add(name);
    }

    /** A name that no other block has: the text with what no name may have turned into hyphens, and a number if needed. */
    String take(String text, String fallback) {
        String plain =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-").replaceAll("^-+|-+$", "");
        String name = plain.matches("_*") ? fallback : plain;
        if (Character.isDigit(name.charAt(0))) {
            name = fallback + "-" + name;
        }
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }
}
