package io.sluice.server.resolve;

import java.net.InetAddress;
import java.util.List;

/**
 * What a name has of one family of addresses.
 *
 * @param addresses empty for none, and where that is not known
 * @param ttl in seconds; of what does not age, {@link #AGELESS}
 * @param failure why it is not known; null where it is
 */
record Family(List<InetAddress> addresses, long ttl, LookupException failure) {
    /** The TTL of what no name server told. */
    static final long AGELESS = Long.MAX_VALUE;

    /** Of a family that is not asked for. */
    static final Family NONE = new Family(List.of(), AGELESS, null);

    static Family failed(LookupException why) {
        return new Family(List.of(), AGELESS, why);
    }

    /** Whether it is not known, for another reason than that the name is not there. */
    boolean unknown() {
        return failure != null && !failure.isNotFound();
    }
}
