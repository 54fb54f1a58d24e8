package io.sluice.server.resolve;

import static io.sluice.testkit.dns.DnsAnswer.A;
import static io.sluice.testkit.dns.DnsAnswer.AAAA;
import static io.sluice.testkit.dns.DnsAnswer.EMPTY;
import static io.sluice.testkit.dns.DnsAnswer.NO_SUCH_NAME;
import static io.sluice.testkit.dns.DnsAnswer.SERVER_FAILURE;
import static io.sluice.testkit.dns.DnsAnswer.SILENCE;
import static io.sluice.testkit.dns.DnsAnswer.SRV;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.observe.LogCapture;
import io.sluice.server.observe.Metric;
import io.sluice.testkit.dns.DnsAnswer;
import io.sluice.testkit.dns.ScriptedDns;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Names over a real name server: what is found, when it is asked for again, and what a failure leaves as it was. */
class ResolverTest {
    private static final String CHAT = "chat.internal";
    private static final String SERVICE = "_ws._tcp.chat.internal";

    private ResolverFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new ResolverFixture();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    // ---- what is found

    @Test
    void aNameHasAllItsAddressesInNginxsOrderWhateverThatOfTheAnswerIs() throws Exception {
        fixture.dns.addresses(CHAT, 60, "::2", "10.0.0.9", "::1", "10.0.0.10", "9.0.0.200");
        fixture.watch(CHAT);
        assertThat(fixture.told()).containsExactly("9.0.0.200", "10.0.0.9", "10.0.0.10", "::1", "::2");
    }

    @ParameterizedTest
    @CsvSource({"true, false, 10.0.0.1", "false, true, ::1"})
    void aFamilyThatIsNotWantedIsNotAskedFor(boolean ipv4, boolean ipv6, String only) throws Exception {
        fixture.dns.addresses(CHAT, 60, "10.0.0.1", "::1");
        fixture.families(ipv4, ipv6).watch(CHAT);
        assertThat(fixture.told()).containsExactly(only);
        assertThat(fixture.dns.asked(CHAT, ipv4 ? AAAA : A)).isZero();
    }

    @Test
    void aliasesAreFollowedThroughOneAnswerAndOnByAnotherQuestion() throws Exception {
        fixture.dns
                .answer(CHAT, A, EMPTY.alias(CHAT, 300, "b.internal").alias("b.internal", 20, "c.internal"))
                .addresses("c.internal", 60, "10.0.0.7");
        fixture.families(true, false).watch(CHAT);
        assertThat(fixture.told()).containsExactly("10.0.0.7");
        assertThat(fixture.pace.next()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aliasesThatGoRoundInCirclesAreAFailure() throws Exception {
        fixture.dns.always(CHAT, EMPTY.alias(CHAT, 60, "b.internal").alias("b.internal", 60, CHAT));
        try (LogCapture log = LogCapture.of(Watch.class)) {
            fixture.watch(CHAT);
            assertThat(log.lines())
                    .containsExactly("WARN upstream \"chat\": chat.internal could not be resolved"
                            + " (2: Server failure: too many aliases); it has none");
        }
        fixture.quiet();
    }

    @Test
    void recordsOfOtherNamesInAnAnswerDoNotCount() throws Exception {
        fixture.dns.answer(
                CHAT, A, EMPTY.addresses("evil.example", 60, "6.6.6.6").addresses(CHAT, 60, "10.0.0.1"));
        fixture.watch(CHAT);
        assertThat(fixture.told()).containsExactly("10.0.0.1");
    }

    @Test
    void anAnswerThatDidNotFitIsAskedForAgainOverTcp() throws Exception {
        String[] many = IntStream.range(0, 200).mapToObj(i -> "10.0.1." + i).toArray(String[]::new);
        fixture.dns.answer(CHAT, A, EMPTY.addresses(CHAT, 60, many).truncated());
        fixture.families(true, false).watch(CHAT);
        assertThat(fixture.told()).hasSize(200);
        assertThat(fixture.dns.questions()).containsExactly(CHAT + " 1 udp", CHAT + " 1 tcp");
    }

    @Test
    void aServiceHasItsHostsByPriorityAndWeight() throws Exception {
        fixture.dns
                .answer(
                        SERVICE,
                        SRV,
                        EMPTY.service(SERVICE, 60, 20, 5, 8083, "c.internal")
                                .service(SERVICE, 60, 10, 1, 8081, "a.internal")
                                .service(SERVICE, 60, 10, 3, 8082, "b.internal")
                                .service(SERVICE, 60, 10, 0, 8084, "b.internal"))
                .addresses("a.internal", 60, "10.0.0.1", "::1")
                .addresses("b.internal", 60, "10.0.0.2")
                .addresses("c.internal", 60, "10.0.0.3");
        fixture.watch(SERVICE, true);
        assertThat(fixture.told())
                .containsExactly(
                        "b.internal 10.0.0.2:8082 p10 w3",
                        "a.internal 10.0.0.1:8081 p10 w1",
                        "a.internal ::1:8081 p10 w1",
                        "b.internal 10.0.0.2:8084 p10 w1",
                        "c.internal 10.0.0.3:8083 p20 w5");
    }

    @Test
    void aServiceWhoseTargetIsARootIsNotThere() throws Exception {
        fixture.dns.answer(SERVICE, SRV, EMPTY.service(SERVICE, 60, 0, 0, 0, "."));
        fixture.watch(SERVICE, true);
        fixture.quiet();
        assertThat(fixture.metrics.value(Metric.RESOLVER_FAILURES)).isEqualTo(1);
    }

    // ---- when it is asked for again

    @ParameterizedTest
    @CsvSource({
        "30, 30",
        "0, 1",
        "1, 1",
        "3600, 3600",
        "86400, 3600",
        // RFC 2181: the highest bit makes it 0
        "4294967295, 1",
    })
    void aNameIsAskedForAgainAfterItsTtlWithinBounds(long ttl, long seconds) throws Exception {
        fixture.dns.addresses(CHAT, ttl, "10.0.0.1");
        fixture.watch(CHAT);
        fixture.told();
        assertThat(fixture.pace.next()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theShortestTtlCounts() throws Exception {
        fixture.dns
                .answer(CHAT, A, EMPTY.addresses(CHAT, 50, "10.0.0.1").addresses(CHAT, 40, "10.0.0.2"))
                .answer(CHAT, AAAA, EMPTY.addresses(CHAT, 45, "::1"));
        fixture.watch(CHAT);
        fixture.told();
        assertThat(fixture.pace.next()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void validTakesThePlaceOfTheTtl() throws Exception {
        fixture.dns.addresses(CHAT, 1, "10.0.0.1");
        fixture.valid(Duration.ofSeconds(77)).watch(CHAT);
        fixture.told();
        assertThat(fixture.pace.next()).isEqualTo(Duration.ofSeconds(77));
    }

    @Test
    void aChangeIsToldAndTheSameAnswerIsNot() throws Exception {
        fixture.dns.addresses(CHAT, 30, "10.0.0.1", "10.0.0.2");
        fixture.watch(CHAT);
        fixture.told();

        fixture.dns.addresses(CHAT, 30, "10.0.0.2", "10.0.0.1");
        fixture.ask();
        fixture.quiet();

        fixture.dns.addresses(CHAT, 30, "10.0.0.2", "10.0.0.3");
        fixture.ask();
        assertThat(fixture.told()).containsExactly("10.0.0.2", "10.0.0.3");
        assertThat(fixture.metrics.value(Metric.RESOLVER_LOOKUPS)).isEqualTo(3);
    }

    @Test
    void aClosedResolverAsksNoMore() throws Exception {
        fixture.dns.addresses(CHAT, 30, "10.0.0.1");
        fixture.watch(CHAT);
        fixture.resolver().close();
        fixture.pace.settle();
        assertThat(fixture.pace.next()).isNull();
    }

    // ---- what fails

    static Stream<DnsAnswer> failures() {
        return Stream.of(NO_SUCH_NAME, SERVER_FAILURE, SILENCE, EMPTY, DnsAnswer.raw((byte) 0x81), garbled());
    }

    /** An answer that claims more records than it has. */
    private static DnsAnswer garbled() {
        return DnsAnswer.raw(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 1, 0, 1});
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureKeepsWhatWasFoundSaysSoOnceAndIsTriedAgainLaterAndLater(DnsAnswer failure) throws Exception {
        fixture.dns.addresses(CHAT, 30, "10.0.0.1");
        shortTimeoutFor(failure);
        fixture.watch(CHAT);
        fixture.told();

        fixture.dns.always(CHAT, failure);
        try (LogCapture log = LogCapture.of(Watch.class)) {
            for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
                fixture.ask();
                assertThat(fixture.pace.next()).isEqualTo(Duration.ofSeconds(seconds));
            }
            fixture.quiet();
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("WARN upstream \"chat\": chat.internal could not be resolved")
                            .endsWith("; what it had stays"));

            fixture.dns.addresses(CHAT, 30, "10.0.0.1");
            fixture.ask();
            assertThat(log.lines())
                    .hasSize(2)
                    .last()
                    .isEqualTo("INFO upstream \"chat\": chat.internal is resolved again");
        }
        fixture.quiet();
        assertThat(fixture.metrics.value(Metric.RESOLVER_FAILURES)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "3, (3: Host not found)",
        "2, (2: Server failure)",
        "5, (5: Operation refused)",
        "110, (110: Operation timed out)"
    })
    void aFailureHasNginxsWords(int code, String words) throws Exception {
        fixture.dns.always(CHAT, code == 110 ? SILENCE : DnsAnswer.code(code));
        if (code == 110) {
            fixture.timeout(Duration.ofMillis(200));
        }
        try (LogCapture log = LogCapture.of(Watch.class)) {
            fixture.watch(CHAT);
            assertThat(log.lines())
                    .containsExactly(
                            "WARN upstream \"chat\": chat.internal could not be resolved " + words + "; it has none");
        }
    }

    /** Where the timeout is what is waited for, as what makes no sense is passed over; who answers has all the time. */
    private void shortTimeoutFor(DnsAnswer failure) {
        boolean answers = Stream.of(NO_SUCH_NAME, SERVER_FAILURE, EMPTY).anyMatch(failure::equals);
        if (!answers) {
            fixture.timeout(Duration.ofMillis(200));
        }
    }

    @Test
    void aNameThatIsNotThereAtTheStartIsToldWhenItIs() throws Exception {
        fixture.watch(CHAT);
        fixture.quiet();
        fixture.dns.addresses(CHAT, 30, "10.0.0.1");
        fixture.ask();
        assertThat(fixture.told()).containsExactly("10.0.0.1");
    }

    @Test
    void aFamilyThatFailsKeepsItsAddressesWhileTheOtherChanges() throws Exception {
        fixture.dns.addresses(CHAT, 30, "10.0.0.1", "::1");
        fixture.watch(CHAT);
        fixture.told();
        fixture.dns.addresses(CHAT, 30, "10.0.0.2").answer(CHAT, AAAA, SERVER_FAILURE);
        fixture.ask();
        assertThat(fixture.told()).containsExactly("10.0.0.2", "::1");
        assertThat(fixture.pace.next()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aFamilyThatANameNoLongerHasIsGone() throws Exception {
        fixture.dns.addresses(CHAT, 30, "10.0.0.1", "::1");
        fixture.watch(CHAT);
        fixture.told();
        fixture.dns.addresses(CHAT, 30, "10.0.0.1");
        fixture.ask();
        assertThat(fixture.told()).containsExactly("10.0.0.1");
        assertThat(fixture.metrics.value(Metric.RESOLVER_FAILURES)).isZero();
    }

    @Test
    void aHostOfAServiceThatFailsKeepsItsAddressesAndOneThatIsGoneDoesNot() throws Exception {
        fixture.dns
                .answer(
                        SERVICE,
                        SRV,
                        EMPTY.service(SERVICE, 30, 1, 1, 80, "a.internal")
                                .service(SERVICE, 30, 1, 1, 80, "b.internal")
                                .service(SERVICE, 30, 1, 1, 80, "c.internal"))
                .addresses("a.internal", 30, "10.0.0.1")
                .addresses("b.internal", 30, "10.0.0.2")
                .addresses("c.internal", 30, "10.0.0.3");
        fixture.watch(SERVICE, true);
        fixture.told();
        fixture.dns
                .answer(
                        SERVICE,
                        SRV,
                        EMPTY.service(SERVICE, 30, 1, 1, 80, "a.internal").service(SERVICE, 30, 1, 1, 80, "b.internal"))
                .always("a.internal", SERVER_FAILURE)
                .always("b.internal", NO_SUCH_NAME);
        fixture.ask();
        assertThat(fixture.told()).containsExactly("a.internal 10.0.0.1:80 p1 w1", "b.internal 10.0.0.2:80 p1 w1");
    }

    @Test
    void theNextServerIsAskedWhereOneDoesNotKnow() throws Exception {
        try (ScriptedDns silent = ScriptedDns.start().always(CHAT, SILENCE);
                ScriptedDns failing = ScriptedDns.start().always(CHAT, SERVER_FAILURE)) {
            fixture.dns.addresses(CHAT, 30, "10.0.0.1");
            fixture.before(failing.address())
                    .before(silent.address())
                    .timeout(Duration.ofMillis(1_500))
                    .families(true, false)
                    .watch(CHAT);
            assertThat(fixture.told()).containsExactly("10.0.0.1");
            fixture.ask();
            assertThat(silent.asked(CHAT, A))
                    .as("the one that knew is asked first")
                    .isEqualTo(1);
        }
    }

    @Test
    void whatAListenerThrowsDoesNotEndTheWatch() throws Exception {
        fixture.dns.addresses(CHAT, 30, "10.0.0.1");
        int[] calls = new int[1];
        fixture.resolver().watch(new Question(CHAT, false), "upstream \"chat\"", found -> {
            calls[0]++;
            throw new IllegalStateException("no");
        });
        fixture.resolver().start(Duration.ofSeconds(20));
        fixture.ask();
        assertThat(calls[0]).isEqualTo(2);
    }
}
