package io.sluice.server.exchange;

import java.util.List;
import java.util.stream.Stream;

/**
 * Back ends are A to D; Z is where nothing listens. A request says what each does with it: ok where nothing is said,
 * close, garbage (a head that breaks HTTP), silent, or a status.
 *
 * @param servers in nginx's words, without "server"
 * @param rules in nginx's words
 */
record Scenario(String name, List<String> servers, String rules, List<String> requests) {
    Scenario(String name, List<String> servers, String rules, String... requests) {
        this(name, servers, rules, List.of(requests));
    }

    @Override
    public String toString() {
        return name;
    }

    /** All of them. */
    static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "turns-by-weight",
                        List.of("A weight=5", "B", "C"),
                        "",
                        Stream.generate(() -> "GET").limit(14).toArray(String[]::new)),
                new Scenario(
                        "one-failure-takes-a-server-out",
                        List.of("A fail_timeout=1h", "B", "C"),
                        "",
                        "GET A=close",
                        "GET",
                        "GET",
                        "GET",
                        "GET",
                        "GET"),
                new Scenario(
                        "three-failures-take-a-server-out",
                        List.of("A max_fails=3 fail_timeout=1h", "B fail_timeout=1h"),
                        "",
                        Stream.generate(() -> "GET A=close").limit(8).toArray(String[]::new)),
                new Scenario(
                        "lost-weight-comes-back",
                        List.of("A weight=6 max_fails=3 fail_timeout=1h", "B weight=6 fail_timeout=1h", "C weight=2"),
                        "",
                        Stream.concat(
                                        Stream.of("GET A=close", "GET A=close"),
                                        Stream.generate(() -> "GET").limit(24))
                                .toArray(String[]::new)),
                new Scenario(
                        "failures-that-are-not-counted",
                        List.of("A max_fails=0", "B max_fails=0"),
                        "",
                        "GET A=close B=close",
                        "GET A=close",
                        "GET B=close",
                        "GET",
                        "GET"),
                new Scenario(
                        "nothing-listens",
                        List.of("Z fail_timeout=1h", "A"),
                        "",
                        "GET",
                        "GET",
                        "POST",
                        "GET",
                        "PUT body",
                        "GET"),
                new Scenario(
                        "all-fail",
                        List.of("A fail_timeout=1h", "B fail_timeout=1h"),
                        "",
                        "GET A=close B=close",
                        "GET",
                        "GET"),
                new Scenario(
                        "all-fail-and-come-back",
                        List.of("A fail_timeout=1s", "B fail_timeout=1s"),
                        "",
                        "GET A=close B=close",
                        "GET",
                        "PAUSE",
                        "GET A=close B=close",
                        "GET",
                        "PAUSE",
                        "GET",
                        "GET",
                        "GET",
                        "GET"),
                new Scenario(
                        "one-comes-back",
                        List.of("A max_fails=2 fail_timeout=1s", "B"),
                        "",
                        "GET A=close",
                        "GET A=close",
                        "GET A=close",
                        "GET A=close",
                        "GET",
                        "PAUSE",
                        "GET",
                        "GET",
                        "GET",
                        "GET A=close",
                        "GET A=close",
                        "GET",
                        "GET"),
                new Scenario("a-single-server-is-never-given-up", List.of("A"), "", "GET A=close", "GET", "GET A=503"),
                new Scenario(
                        "backups",
                        List.of("A fail_timeout=1h", "B backup fail_timeout=1h", "C backup", "D down"),
                        "",
                        "GET",
                        "GET A=close",
                        "GET",
                        "GET B=close C=close",
                        "GET",
                        "GET"),
                new Scenario("all-are-down", List.of("A down", "B down"), "", "GET", "POST"),
                new Scenario(
                        "no-next-after-a-post-was-sent",
                        List.of("A fail_timeout=1h", "B fail_timeout=1h", "C"),
                        "",
                        "POST A=close",
                        "GET",
                        "POST body B=close",
                        "GET",
                        "GET"),
                new Scenario(
                        "methods",
                        List.of("A max_fails=0", "B max_fails=0"),
                        "",
                        "HEAD A=close B=close",
                        "DELETE A=close B=close",
                        "PATCH A=close B=close",
                        "LOCK A=close B=close",
                        "OPTIONS A=close B=close",
                        "PUT A=close B=close",
                        "PUT body A=close B=close",
                        "FANCY A=close B=close"),
                new Scenario(
                        "non-idempotent-listed",
                        List.of("A max_fails=0", "B max_fails=0"),
                        "proxy_next_upstream error timeout non_idempotent;",
                        "POST A=close B=close",
                        "PATCH A=close",
                        "POST body A=close B=close"),
                new Scenario(
                        "silence",
                        List.of("A max_fails=2 fail_timeout=1h", "B fail_timeout=1h", "C"),
                        "",
                        "GET A=silent",
                        "POST A=silent B=silent C=silent",
                        "POST A=silent B=silent C=silent",
                        "GET A=silent",
                        "GET",
                        "GET"),
                new Scenario(
                        "silence-not-listed",
                        List.of("A fail_timeout=1h", "B"),
                        "proxy_next_upstream error;",
                        "GET A=silent",
                        "GET",
                        "GET"),
                new Scenario(
                        "garbage-counts-but-is-not-listed",
                        List.of("A fail_timeout=1h", "B"),
                        "",
                        "GET A=garbage",
                        "GET",
                        "GET"),
                new Scenario(
                        "garbage-listed",
                        List.of("A fail_timeout=1h", "B", "C"),
                        "proxy_next_upstream invalid_header;",
                        "GET A=garbage",
                        "GET B=close",
                        "GET",
                        "GET"),
                new Scenario(
                        "statuses-that-are-not-listed",
                        List.of("A", "B"),
                        "",
                        "GET A=503",
                        "GET A=503 B=500",
                        "GET",
                        "GET"),
                new Scenario(
                        "statuses-listed",
                        List.of("A fail_timeout=1h", "B fail_timeout=1h", "C"),
                        "proxy_next_upstream error http_500 http_502 http_503 http_504 http_429;",
                        "GET A=500",
                        "GET B=504 C=429",
                        "GET",
                        "GET C=502"),
                new Scenario(
                        "the-last-answer-passes",
                        List.of("A fail_timeout=1h", "B fail_timeout=1h"),
                        "proxy_next_upstream http_503;",
                        "GET A=503 B=503",
                        "GET",
                        "GET",
                        "GET B=503"),
                new Scenario(
                        "403-and-404-do-not-count",
                        List.of("A fail_timeout=1h", "B fail_timeout=1h"),
                        "proxy_next_upstream http_403 http_404;",
                        "GET A=403",
                        "GET B=404",
                        "GET A=404 B=404",
                        "GET",
                        "GET",
                        "POST A=404 B=404"),
                new Scenario(
                        "off",
                        List.of("A max_fails=2 fail_timeout=1h", "Z fail_timeout=1h", "B"),
                        "proxy_next_upstream off;",
                        "GET A=close",
                        "GET",
                        "GET",
                        "GET A=close",
                        "GET",
                        "GET"),
                new Scenario(
                        "two-tries",
                        List.of("A max_fails=0", "B max_fails=0", "C max_fails=0", "D max_fails=0"),
                        "proxy_next_upstream error http_503; proxy_next_upstream_tries 2;",
                        "GET A=close B=close",
                        "GET C=503 D=503",
                        "GET A=503 B=close",
                        "GET"),
                new Scenario(
                        "time-is-up",
                        List.of("A max_fails=0", "B max_fails=0", "C max_fails=0"),
                        "proxy_next_upstream_timeout 350ms;",
                        "GET A=silent B=silent C=silent",
                        "GET A=close B=close C=close"));
    }
}
