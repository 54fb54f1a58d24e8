package io.sluice.server.resolve;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Looks up the addresses of hosts, of both families at once. On the resolver's thread. */
final class HostLookup {
    private final Names names;
    private final boolean ipv4;
    private final boolean ipv6;

    /** At least one of the families must be wanted. */
    HostLookup(Names names, boolean ipv4, boolean ipv6) {
        this.names = names;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    /** The name as it is asked for: whole, in lower case. */
    static Name name(String text) throws LookupException {
        try {
            return Name.fromString(text.toLowerCase(Locale.ROOT), Name.root);
        } catch (TextParseException e) {
            throw LookupException.notFound();
        }
    }

    /** Looks a host up. Failures are in the answer; the stage itself does not fail. */
    CompletableFuture<HostAnswer> find(String host) {
        Name name;
        try {
            name = name(host);
        } catch (LookupException e) {
            return CompletableFuture.completedFuture(HostAnswer.failed(e));
        }
        List<Name> candidates = host.endsWith(".") ? List.of(name) : names.candidates(name);
        for (Name candidate : candidates) {
            List<InetAddress> all = names.local(candidate.toString(true));
            HostAnswer local = new HostAnswer(
                    local(all, ipv4, address -> address instanceof Inet4Address),
                    local(all, ipv6, address -> !(address instanceof Inet4Address)));
            if (!local.isEmpty()) {
                return CompletableFuture.completedFuture(local);
            }
        }
        return find(candidates.iterator());
    }

    private CompletableFuture<HostAnswer> find(Iterator<Name> candidates) {
        Name name = candidates.next();
        return family(ipv4, name, Type.A)
                .thenCombine(family(ipv6, name, Type.AAAA), HostAnswer::new)
                .thenCompose(answer -> answer.isEmpty() && candidates.hasNext()
                        ? find(candidates).thenApply(later -> later.isEmpty() ? worse(answer, later) : later)
                        : CompletableFuture.completedFuture(answer));
    }

    /** Of two answers without addresses the one that leaves it open whether there are any. */
    private static HostAnswer worse(HostAnswer one, HostAnswer other) {
        return other.v4().unknown() || other.v6().unknown() ? other : one;
    }

    private CompletableFuture<Family> family(boolean wanted, Name name, int type) {
        if (!wanted) {
            return CompletableFuture.completedFuture(Family.NONE);
        }
        return names.records()
                .find(name, type)
                .handle((answer, thrown) -> thrown == null
                        ? new Family(addresses(answer.records()), answer.ttl(), null)
                        : Family.failed(NameServers.why(thrown)));
    }

    private static List<InetAddress> addresses(List<Record> records) {
        List<InetAddress> addresses = new ArrayList<>();
        for (Record record : records) {
            InetAddress address =
                    record instanceof ARecord four ? four.getAddress() : ((AAAARecord) record).getAddress();
            InetAddress nameless = nameless(address);
            if (!addresses.contains(nameless)) {
                addresses.add(nameless);
            }
        }
        return addresses;
    }

    /** The library's addresses carry the name that was asked for, and would show it. */
    private static InetAddress nameless(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(address + ": no address", e);
        }
    }

    private static Family local(List<InetAddress> all, boolean wanted, Predicate<InetAddress> ofFamily) {
        return wanted ? new Family(all.stream().filter(ofFamily).toList(), Family.AGELESS, null) : Family.NONE;
    }
}
