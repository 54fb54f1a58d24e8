package io.sluice.nginx.importer;

import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.Syslog;
import io.sluice.nginx.value.ValueException;
import java.util.Optional;

/** The block {@code syslog} that says what {@code access_log syslog:} or {@code error_log syslog:} does. */
final class SyslogBlock {
    private SyslogBlock() {}

    /**
     * The block on one line; empty of what cannot be brought over, which is noted.
     *
     * @param severity whether lines have one by the configuration, which those of the error log have not
     */
    static Optional<String> of(Directive directive, boolean severity, Ledger ledger) {
        Syslog syslog;
        try {
            syslog = Syslog.of(directive.text(0));
        } catch (ValueException e) {
            throw new IllegalStateException("not checked: " + directive.text(0), e);
        }
        if (syslog.server().startsWith("unix:")) {
            ledger.leave(
                    directive,
                    "Sluice speaks to syslog over UDP, not over a Unix socket: have the server listen on 127.0.0.1:514");
            return Optional.empty();
        }
        if (syslog.tag().isEmpty()) {
            ledger.leave(directive, "write a tag of one letter or more");
            return Optional.empty();
        }
        StringBuilder block = new StringBuilder("{ server = ").append(Hocon.quote(syslog.server()));
        if (!syslog.facility().equals("local7")) {
            block.append(", facility = ").append(syslog.facility());
        }
        if (severity && !syslog.severity().equals("info")) {
            block.append(", severity = ").append(syslog.severity());
        }
        block.append(", tag = ").append(Hocon.value(syslog.tag()));
        if (!syslog.hostname()) {
            block.append(", hostname = off");
        }
        return Optional.of(block.append(" }").toString());
    }
}
