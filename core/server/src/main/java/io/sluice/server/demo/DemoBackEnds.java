package io.sluice.server.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Some back ends on free loopback ports, and the configuration of a proxy in front of them. */
public final class DemoBackEnds implements AutoCloseable {
    private final List<BackEnd> backEnds = new ArrayList<>();

    private DemoBackEnds() {}

    /**
     * Starts {@code count} back ends, which listen when this returns. Their threads are daemons.
     *
     * @throws IOException when a port cannot be had; none is left open then
     */
    public static DemoBackEnds start(int count) throws IOException {
        DemoBackEnds demo = new DemoBackEnds();
        try {
            for (int number = 1; number <= count; number++) {
                demo.backEnds.add(BackEnd.start("back end " + number));
            }
            return demo;
        } catch (IOException | RuntimeException e) {
            demo.close();
            throw e;
        }
    }

    /** Where they listen, in the order of their numbers. */
    public List<InetSocketAddress> addresses() {
        return backEnds.stream().map(BackEnd::address).toList();
    }

    /**
     * The text of a configuration that balances over them.
     *
     * @param port where the proxy listens, on 127.0.0.1
     */
    public String configuration(int port) {
        return Resources.text("demo.conf")
                .replace("{port}", Integer.toString(port))
                .replace(
                        "{servers}",
                        String.join(
                                ", ",
                                backEnds.stream().map(BackEnd::quotedAddress).toList()));
    }

    /** Closes the back ends and their connections. */
    @Override
    public void close() {
        backEnds.forEach(BackEnd::close);
    }
}
