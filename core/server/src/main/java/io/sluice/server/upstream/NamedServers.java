package io.sluice.server.upstream;

import io.sluice.server.config.UpstreamConfig.Server;
import io.sluice.server.resolve.Found;
import io.sluice.server.resolve.Question;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The servers that one line of the configuration stands for, from what its name was resolved to. Immutable. */
final class NamedServers {
    private NamedServers() {}

    /** What is to be asked for this line, which must be named. */
    static Question question(Server line) {
        return new Question(line.unresolved().getHostString(), line.service());
    }

    /**
     * The endpoints of a host: one for each address, with all that the line says. Those of a service as nginx has them: the
     * weight is the record's unless the line has one; the lowest priority number is that of ordinary servers, and the others
     * are backups, or left out where the line is a backup itself.
     */
    static List<Served> of(Server line, List<Found> found) {
        String proven = provenHost(line);
        int first = found.stream().mapToInt(Found::priority).min().orElse(0);
        return found.stream()
                .filter(one -> !line.backup() || one.priority() == first)
                .map(one -> new Served(
                        line.service() ? ofService(line, one, one.priority() == first) : ofHost(line, one), proven))
                .toList();
    }

    /** In place of an endpoint that is not known yet. */
    static Served standIn(Server line) {
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        return new Served(line.at(line.name(), nowhere, line.weight(), line.backup()), provenHost(line));
    }

    private static Server ofHost(Server line, Found one) {
        return line.at(
                line.name(),
                new InetSocketAddress(one.address(), line.unresolved().getPort()),
                line.weight(),
                line.backup());
    }

    private static Server ofService(Server line, Found one, boolean first) {
        return line.at(
                one.host(),
                new InetSocketAddress(one.address(), one.port()),
                line.weight() == 1 ? one.weight() : line.weight(),
                line.backup() || !first);
    }

    /** The host that endpoints of this line must prove to be: what was written, and not what the name led to (RFC 6125). */
    private static String provenHost(Server line) {
        String host = line.unresolved().getHostString();
        while (line.service() && host.startsWith("_") && host.indexOf('.') > 0) {
            host = host.substring(host.indexOf('.') + 1);
        }
        return host;
    }
}
