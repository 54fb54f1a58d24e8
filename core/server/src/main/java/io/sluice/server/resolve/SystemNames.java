package io.sluice.server.resolve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.ResolverConfig;

/** What this machine uses itself: its file of hosts, its name servers and domains, read again when their file has changed. */
final class SystemNames implements Names {
    private static final Logger log = LoggerFactory.getLogger(SystemNames.class);
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final Path HOSTS = Path.of("/etc/hosts");

    private final Function<List<InetSocketAddress>, Records> ask;
    private final HostsFile hosts = new HostsFile(HOSTS);
    private FileTime readAs;
    private ResolverConfig system;
    private Records records;

    /** @param ask makes what asks these servers */
    SystemNames(Function<List<InetSocketAddress>, Records> ask) {
        this.ask = ask;
    }

    @Override
    public Records records() {
        refresh();
        return records;
    }

    /** As the system does it: names with dots as they are first, others in the domains first (resolv.conf, ndots). */
    @Override
    public List<Name> candidates(Name name) {
        refresh();
        List<Name> all = new ArrayList<>();
        for (Name domain : system.searchPath()) {
            try {
                all.add(Name.concatenate(name.relativize(Name.root), domain));
            } catch (NameTooLongException e) {
                log.debug("{} in {}: too long", name, domain);
            }
        }
        int dots = name.labels() - 2; // the root is a label, too
        all.add(dots >= system.ndots() ? 0 : all.size(), name);
        return all;
    }

    @Override
    public List<InetAddress> local(String name) {
        return hosts.find(name);
    }

    private void refresh() {
        FileTime changed = changed();
        if (records == null || !changed.equals(readAs)) {
            readAs = changed;
            ResolverConfig.refresh();
            system = ResolverConfig.getCurrentConfig();
            records = ask.apply(system.servers());
        }
    }

    /** The epoch where there is no such file, as on systems that keep this elsewhere. */
    private static FileTime changed() {
        try {
            return Files.getLastModifiedTime(RESOLV_CONF);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
