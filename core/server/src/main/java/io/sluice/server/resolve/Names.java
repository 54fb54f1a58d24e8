package io.sluice.server.resolve;

import java.net.InetAddress;
import java.util.List;
import org.xbill.DNS.Name;

/** Where names are looked for: which servers are asked, which whole names a name may stand for. On the resolver's thread. */
interface Names {
    /** Who is asked now. */
    Records records();

    /** The whole names that this one may stand for, in the order in which they are tried; at least one. */
    List<Name> candidates(Name name);

    /** The addresses that this machine itself knows for a name, without asking; empty for none. */
    List<InetAddress> local(String name);
}
