package io.sluice.server.exchange;

import io.sluice.server.config.ErrorPageConfig;
import io.sluice.server.config.ReturnConfig;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.route.HostRoutes;
import io.sluice.server.route.Match;

/**
 * Where a request goes: its host, the host's steps, its route, the route's steps; and again where it is redirected inside
 * the server (nginx: the phases server rewrite, find config and rewrite). Of one exchange, on its worker.
 */
final class Routing {
    /** As nginx's NGX_HTTP_MAX_URI_CHANGES: more of them go round in circles. */
    private static final int MOST_REDIRECTS = 10;

    private final ExchangeContext context;
    private final ExchangeRecord record;

    private HostRoutes<RoutePlan> host;
    private RoutePlan plan;
    private ReturnConfig answer;
    private String redirect;
    private int redirects;
    private boolean inErrorPage;
    private Steps steps = Steps.NONE;
    private Steps.Question question;
    private boolean ofHost;

    Routing(ExchangeContext context, ExchangeRecord record) {
        this.context = context;
        this.record = record;
    }

    /** Finds the host; until a route is found, what it says for all of them holds. */
    void host(String name) {
        host = context.routes().host(context.listener().name(), name, record);
        record.serverName = host.serverName();
        plan = host.base();
    }

    /**
     * Finds the route, up to a question to the disk.
     *
     * @throws ProxyException of kind {@link ErrorKind#NO_ROUTE} where there is none
     */
    void find() {
        ofHost = true;
        enter(host.base());
    }

    /**
     * Goes on when the route is found: at once, unless steps ask the disk something. That is asked on threads of the disk's
     * own, and the rest is done on the exchange's worker.
     */
    void whenFound(ExchangeEvents events, Runnable found) {
        if (question == null) {
            found.run();
            return;
        }
        Steps.Question asked = question;
        context.disk().execute(() -> {
            boolean holds = asked.holds();
            record.worker().execute(() -> {
                if (asked.equals(question)) {
                    events.guarded(() -> {
                        question = steps.resume(asked, holds, record, this);
                        entered();
                        whenFound(events, found);
                    });
                }
            });
        });
    }

    /** The exchange has failed: what the disk tells is of no use. */
    void stop() {
        question = null;
    }

    private void findRoute() {
        Match<RoutePlan> match = host.find(record.path(), record);
        if (match.route() == null || (match.route().internal() && !record.redirected())) {
            throw Failures.noRoute(record.path());
        }
        plan = match.route();
        plan.boundBody(record.announcedBody());
        redirect = match.redirect() == null ? null : match.location(record.query());
        if (redirect == null) {
            enter(plan);
        }
    }

    /** Goes on as if {@code uri}, a path with or without a query, had been asked for. */
    void redirect(String uri) {
        int mark = uri.indexOf('?');
        redirect(mark < 0 ? uri : uri.substring(0, mark), mark < 0 ? null : uri.substring(mark + 1));
    }

    /** Goes on as if this path had been asked for; {@code query} is null for none. */
    void redirect(String path, String query) {
        countRedirect();
        record.redirect(path, query);
        find();
    }

    /** Goes on with the route of a name, {@code @fallback}. */
    void named(String name) {
        countRedirect();
        ofHost = false;
        RoutePlan named = host.named(name);
        if (named == null) {
            throw new ProxyException(ErrorKind.INTERNAL, "could not find named location \"" + name + "\"");
        }
        enter(named);
    }

    private void countRedirect() {
        if (++redirects > MOST_REDIRECTS) {
            throw new ProxyException(
                    ErrorKind.INTERNAL,
                    "rewrite or internal redirection cycle while redirecting \"" + record.path() + "\"");
        }
        plan = host.base();
        redirect = null;
    }

    private void enter(RoutePlan entered) {
        plan = entered;
        answer = null;
        steps = entered.steps();
        question = steps.run(record, this);
        entered();
    }

    /** Behind the steps, unless they wait for the disk. */
    private void entered() {
        if (question != null) {
            return;
        }
        if (answer == null) {
            answer = plan.answer();
        }
        if (ofHost) {
            ofHost = false;
            if (answer == null) {
                findRoute();
            }
        }
    }

    // ---- what steps say

    void use(RoutePlan other) {
        plan = other;
    }

    void answer(ReturnConfig found) {
        answer = found;
    }

    // ---- what was found

    /** What holds for the request as it stands; null before its host is known. */
    RoutePlan plan() {
        return plan;
    }

    /** How it is answered without a back end; null where it is not. */
    ReturnConfig answer() {
        return answer;
    }

    /** The target to which the client is sent as its path lacks a slash at the end; null where it does not. */
    String redirect() {
        return redirect;
    }

    /** The name of the host in the configuration. */
    String hostName() {
        return host.name();
    }

    /** What is served in place of an error; null where nothing is, or where this is an error in what was served so. */
    ErrorPageConfig errorPage(int code) {
        return plan == null || inErrorPage ? null : plan.errorPages().of(code);
    }

    /** From here on errors have the server's own pages (nginx: recursive_error_pages off). */
    void enterErrorPage() {
        inErrorPage = true;
    }
}
