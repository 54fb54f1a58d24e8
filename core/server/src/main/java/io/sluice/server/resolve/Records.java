package io.sluice.server.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The records of one type that a name has, or another name that it stands for. On the resolver's thread. */
final class Records {
    /** Other names on the way, those in one answer and those that had to be asked for: more go round in circles. */
    private static final int MOST_ALIASES = 16;

    /** RFC 2181 section 8: a TTL with the highest bit set counts as 0. */
    private static final long LONGEST_TTL = Integer.MAX_VALUE;

    private final NameServers servers;

    Records(NameServers servers) {
        this.servers = servers;
    }

    /**
     * What was found.
     *
     * @param records may be empty: the name is there, but has none of the type
     * @param ttl in seconds, the shortest of all records that led to them
     */
    record Answer(List<Record> records, long ttl) {}

    /** Asks; a name that is not there is a {@link LookupException}, too. */
    CompletableFuture<Answer> find(Name name, int type) {
        return find(name, type, LONGEST_TTL, MOST_ALIASES);
    }

    private CompletableFuture<Answer> find(Name name, int type, long ttl, int aliasesLeft) {
        return servers.ask(name, type).thenCompose(message -> read(message, name, type, ttl, aliasesLeft));
    }

    private CompletableFuture<Answer> read(Message message, Name asked, int type, long ttlSoFar, int aliasesLeft) {
        if (message.getRcode() == Rcode.NXDOMAIN) {
            return CompletableFuture.failedFuture(LookupException.notFound());
        }
        List<Record> answers = message.getSection(Section.ANSWER);
        Name name = asked;
        long ttl = ttlSoFar;
        int left = aliasesLeft;
        for (CNAMERecord alias = alias(answers, name); alias != null; alias = alias(answers, name)) {
            if (--left < 0) {
                return CompletableFuture.failedFuture(LookupException.unusable("too many aliases"));
            }
            ttl = Math.min(ttl, ttl(alias));
            name = alias.getTarget();
        }
        List<Record> found = new ArrayList<>();
        for (Record record : answers) {
            if (record.getType() == type && record.getName().equals(name)) {
                found.add(record);
                ttl = Math.min(ttl, ttl(record));
            }
        }
        return found.isEmpty() && !name.equals(asked)
                ? find(name, type, ttl, left)
                : CompletableFuture.completedFuture(new Answer(found, ttl));
    }

    private static CNAMERecord alias(List<Record> answers, Name name) {
        for (Record record : answers) {
            if (record.getType() == Type.CNAME && record.getName().equals(name)) {
                return (CNAMERecord) record;
            }
        }
        return null;
    }

    private static long ttl(Record record) {
        return record.getTTL() > LONGEST_TTL ? 0 : record.getTTL();
    }
}
