package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.Sticky;
import io.sluice.nginx.value.ValueException;
import java.util.ArrayList;
import java.util.List;

/** {@code sticky} of an upstream. */
final class StickyKey implements Translation {
    static final String SECRET_FILE = "conf/sticky.secret";

    /** Whether it is one that is left out whatever its variables are. */
    static boolean learns(Directive directive) {
        return directive.name().equals("sticky") && directive.text(0).equals("learn");
    }

    @Override
    public void upstream(Scope upstream, Ledger ledger, Hocon out) {
        for (Directive directive : upstream.own("sticky")) {
            Sticky sticky;
            try {
                sticky = Sticky.of(directive.texts());
            } catch (ValueException e) {
                throw new IllegalArgumentException(directive.toString(), e);
            }
            switch (sticky.method()) {
                case COOKIE -> {
                    ledger.warn(
                            directive,
                            "cookies are signed: write a secret to " + SECRET_FILE
                                    + ", the same for all proxies before these"
                                    + " servers; openssl rand -base64 32 makes one");
                    write("{ by = cookie" + cookie(sticky.cookie(), directive, ledger) + " }", directive, ledger, out);
                }
                case ROUTE -> write("{ by = route, of = " + Hocon.list(sticky.words()) + " }", directive, ledger, out);
                case LEARN ->
                    ledger.leave(
                            directive,
                            "no table of sessions is kept: use sticky cookie, or sticky route where the application's own"
                                    + " cookie names its server");
            }
        }
    }

    private static void write(String value, Directive directive, Ledger ledger, Hocon out) {
        ledger.take(directive);
        out.comments(directive.comments());
        out.comments(directive.remark().stream().toList());
        out.set("sticky", value);
    }

    private static String cookie(Sticky.Cookie cookie, Directive directive, Ledger ledger) {
        List<String> keys = new ArrayList<>();
        keys.add("name = " + Hocon.value(cookie.name()));
        keys.add("secret-file = " + Hocon.value(SECRET_FILE));
        cookie.expires().ifPresent(time -> keys.add("expires = " + Units.time(time)));
        if (!cookie.domain().isEmpty()) {
            keys.add("domain = " + Hocon.value(cookie.domain()));
        }
        if (!cookie.path().isEmpty()) {
            keys.add("path = " + Hocon.value(cookie.path()));
        }
        if (cookie.secure()) {
            keys.add("secure = on");
        }
        sameSite(cookie, directive, ledger, keys);
        return ", " + String.join(", ", keys);
    }

    private static void sameSite(Sticky.Cookie cookie, Directive directive, Ledger ledger, List<String> keys) {
        String word = cookie.sameSite();
        if (word.contains("$")) {
            ledger.warn(directive, "samesite is left out: it is a word here, without variables");
        } else if (word.equals("none") && !cookie.secure()) {
            ledger.warn(directive, "samesite=none is left out: browsers drop a cookie that has it without secure");
        } else if (!word.isEmpty()) {
            keys.add("same-site = " + Hocon.value(word));
        }
    }
}
