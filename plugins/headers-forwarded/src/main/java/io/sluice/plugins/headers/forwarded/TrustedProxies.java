package io.sluice.plugins.headers.forwarded;

import java.net.InetAddress;
import java.util.List;

/** The networks whose word is believed. */
final class TrustedProxies {
    private final Cidr[] networks;

    TrustedProxies(List<Cidr> networks) {
        this.networks = networks.toArray(Cidr[]::new);
    }

    boolean contains(InetAddress address) {
        if (networks.length == 0) {
            return false;
        }
        byte[] bytes = address.getAddress();
        for (Cidr network : networks) {
            if (network.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The client that a chain of trusted proxies stands for, as nginx's real_ip_recursive finds it: from the right, the
     * first address that is not trusted. What is no address ends the search at the hop that was reached.
     *
     * @param forwardedFor the X-Forwarded-For fields of a trusted peer, in order
     * @param peer that peer
     */
    String client(List<String> forwardedFor, String peer) {
        String reached = peer;
        for (int field = forwardedFor.size() - 1; field >= 0; field--) {
            String list = forwardedFor.get(field);
            int end = list.length();
            while (end >= 0) {
                int comma = list.lastIndexOf(',', end - 1);
                String hop = list.substring(comma + 1, end).strip();
                InetAddress address = Literal.parse(hop);
                if (address == null) {
                    return reached;
                }
                reached = hop;
                if (!contains(address)) {
                    return reached;
                }
                end = comma;
            }
        }
        return reached;
    }
}
