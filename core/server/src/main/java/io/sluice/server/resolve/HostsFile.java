package io.sluice.server.resolve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file as /etc/hosts, read again when it has changed. A name may stand on several lines. On the resolver's thread. */
final class HostsFile {
    private static final Logger log = LoggerFactory.getLogger(HostsFile.class);

    /** What {@link InetAddress} takes for an address without asking anybody. */
    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]+");

    private final Path file;
    private FileTime readAs;
    private Map<String, List<InetAddress>> names = Map.of();

    HostsFile(Path file) {
        this.file = file;
    }

    /** The addresses of this name in the order of the file; empty where it is not there. */
    List<InetAddress> find(String name) {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (!changed.equals(readAs)) {
                names = read();
                readAs = changed;
            }
        } catch (IOException e) {
            log.debug("{}: {}", file, e.toString());
            names = Map.of();
            readAs = null;
        }
        return names.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    private Map<String, List<InetAddress>> read() throws IOException {
        Map<String, List<InetAddress>> read = new HashMap<>();
        for (String line :
                Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
            int comment = line.indexOf('#');
            StringTokenizer words = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
            if (words.hasMoreTokens()) {
                String address = words.nextToken();
                if (LITERAL.matcher(address).matches()) {
                    add(read, address, words);
                }
            }
        }
        return read;
    }

    private static void add(Map<String, List<InetAddress>> read, String literal, StringTokenizer names) {
        try {
            InetAddress address = InetAddress.getByName(literal);
            while (names.hasMoreTokens()) {
                List<InetAddress> known =
                        read.computeIfAbsent(names.nextToken().toLowerCase(Locale.ROOT), any -> new ArrayList<>());
                if (!known.contains(address)) {
                    known.add(address);
                }
            }
        } catch (UnknownHostException e) {
            log.debug("no address: {}", literal);
        }
    }
}
