package io.sluice.server.resolve;

import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;

/**
 * The name servers: one is asked after the other until one knows, over UDP, and over TCP where the answer did not fit. Ids
 * and ports are random, and an answer to another question than was asked is none. On the resolver's thread.
 */
final class NameServers {
    /** As nginx: a question that is not answered by then is asked again. */
    private static final Duration LONGEST_TRY = Duration.ofSeconds(5);

    private static final int FEWEST_TRIES = 2;

    private final List<SimpleResolver> servers;
    private final int tries;
    private final Pace pace;
    private final Metrics metrics;
    private int preferred;

    /**
     * Servers to ask.
     *
     * @param addresses at least one
     * @param timeout how long one question may take, all tries together
     */
    NameServers(List<InetSocketAddress> addresses, Duration timeout, Pace pace, Metrics metrics) {
        this.pace = pace;
        this.metrics = metrics;
        this.tries =
                (int) Math.max(Math.max(FEWEST_TRIES, addresses.size()), timeout.toMillis() / LONGEST_TRY.toMillis());
        Duration oneTry = timeout.dividedBy(tries);
        this.servers = addresses.stream()
                .map(address -> {
                    SimpleResolver server = new SimpleResolver(address);
                    server.setTimeout(oneTry);
                    return server;
                })
                .toList();
    }

    /**
     * Asks.
     *
     * @return ends on the resolver's thread: with an answer whose code is NOERROR or NXDOMAIN, or with a {@link
     *     LookupException}
     */
    CompletableFuture<Message> ask(Name name, int type) {
        Asking asking = new Asking(name, type);
        asking.next();
        return asking.answer;
    }

    /** Why a look-up failed; anything but a {@link LookupException} says that what came could not be used. */
    static LookupException why(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof LookupException known) {
            return known;
        }
        return cause instanceof SocketTimeoutException || cause instanceof TimeoutException
                ? LookupException.timedOut()
                : LookupException.unusable(String.valueOf(cause.getMessage()));
    }

    private final class Asking {
        private final CompletableFuture<Message> answer = new CompletableFuture<>();
        private final Name name;
        private final int type;
        private int server = preferred;
        private int done;
        private int refusals;

        Asking(Name name, int type) {
            this.name = name;
            this.type = type;
        }

        void next() {
            metrics.count(Metric.RESOLVER_QUERIES);
            Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
            servers.get(server).sendAsync(query, pace).whenCompleteAsync(this::answered, pace);
        }

        private void answered(Message message, Throwable thrown) {
            if (thrown == null) {
                int code = message.getRcode();
                if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
                    preferred = server;
                    answer.complete(message);
                } else {
                    refusals++;
                    goOn(LookupException.of(code));
                }
            } else {
                goOn(why(thrown));
            }
        }

        private void goOn(LookupException why) {
            server = (server + 1) % servers.size();
            if (++done >= tries || refusals >= servers.size()) {
                answer.completeExceptionally(why);
            } else {
                next();
            }
        }
    }
}
