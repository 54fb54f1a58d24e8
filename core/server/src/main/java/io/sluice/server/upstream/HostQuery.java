package io.sluice.server.upstream;

import io.sluice.server.resolve.NameCache;
import io.sluice.server.transport.Worker;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The host that one exchange leads to and whose addresses are not known yet. On the exchange's worker. */
record HostQuery(String host, NameCache names) {
    /**
     * Asks.
     *
     * @param found is told the addresses, at least one, in the order in which they are to be tried
     * @param failed is told why there are none
     */
    void ask(Worker worker, Consumer<List<InetAddress>> found, Consumer<String> failed) {
        names.find(host, new NameCache.Listener() {
            @Override
            public void onFound(List<InetAddress> addresses) {
                worker.execute(() -> found.accept(rotated(addresses)));
            }

            @Override
            public void onFailed(String why) {
                worker.execute(() -> failed.accept(why));
            }
        });
    }

    /** The addresses beginning with any of them, as nginx takes them: each has its share of the exchanges. */
    static List<InetAddress> rotated(List<InetAddress> addresses) {
        if (addresses.size() == 1) {
            return addresses;
        }
        List<InetAddress> all = new ArrayList<>(addresses);
        Collections.rotate(all, ThreadLocalRandom.current().nextInt(all.size()));
        return all;
    }
}
