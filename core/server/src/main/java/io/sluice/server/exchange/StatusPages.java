package io.sluice.server.exchange;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes the pages of status endpoints on a thread beside the workers, one after the other: those of a large configuration take
 * tens of milliseconds, for which all tunnels of a worker would stand still. Thread-safe.
 */
public final class StatusPages {
    /** How many may wait for the one that is being made: more are refused, as what asks so often does not read them. */
    static final int WAITING = 32;

    /** Methods of a page. */
    static final String ALLOW = "GET, HEAD";

    private static final long KEPT_SECONDS = 10;

    private final Supplier<StatusView> figures;
    private final ThreadPoolExecutor thread;

    /**
     * Pages about these figures, which are asked for on that thread.
     *
     * @param name of the thread: who asks for some pages may not keep others from being made by theirs
     */
    public StatusPages(String name, Supplier<StatusView> figures) {
        this.figures = figures;
        this.thread = new ThreadPoolExecutor(
                1, 1, KEPT_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread made = new Thread(work, name);
                    made.setDaemon(true);
                    return made;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * The page for this moment. Whoever may not wait can ask: it comes later, on that thread.
     *
     * @return fails with {@link ErrorKind#PLUGIN_FAILURE} where the endpoint does; 503 where too many wait
     */
    public CompletionStage<StatusResponse> page(StatusEndpoint endpoint, ExchangeView request) {
        CompletableFuture<StatusResponse> page = new CompletableFuture<>();
        try {
            thread.execute(() -> make(endpoint, request, page));
        } catch (RejectedExecutionException e) {
            page.complete(new StatusResponse(503, "text/plain; charset=utf-8", "too many pages are asked for\n"));
        }
        return page;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what is completed here
    private void make(StatusEndpoint endpoint, ExchangeView request, CompletableFuture<StatusResponse> page) {
        try {
            page.complete(Objects.requireNonNull(endpoint.respond(figures.get(), request), "it has no page"));
        } catch (VirtualMachineError e) {
            page.completeExceptionally(failed(e));
            throw e;
        } catch (Throwable e) {
            page.completeExceptionally(failed(e));
        }
    }

    private static ProxyException failed(Throwable cause) {
        return new ProxyException(ErrorKind.PLUGIN_FAILURE, "status endpoint failed: " + cause, cause);
    }

    /** What answers a route of an ordinary listener by an endpoint; its parts are not there, and no page goes on. */
    public Command command(StatusEndpoint endpoint) {
        return exchange -> {
            String method = exchange.method();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                throw new ProxyException(ErrorKind.METHOD_NOT_ALLOWED, "method " + method + " (expected: GET or HEAD)");
            }
            return page(endpoint, exchange).thenApply(StatusPages::whole);
        };
    }

    private static CommandAnswer whole(StatusResponse page) {
        if (page.stream() != null) {
            throw failed(new IllegalStateException("a page that goes on (expected: on the admin listener alone)"));
        }
        return new CommandAnswer(page, Map.of(), null);
    }
}
