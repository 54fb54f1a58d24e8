package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What we let pass, another strict parser understands in the same way: the same head, the same payload, the same end. A
 * message that two parsers end at different places is how requests are smuggled.
 */
@Timeout(300)
class JettyAgreementTest {
    private static final int MUTATIONS = 20_000;

    @Test
    void everyRequestOfTheTableThatIsAcceptedMeansTheSameToJetty() {
        int compared = 0;
        for (byte[] message : requests()) {
            compared += compareRequest(message);
        }
        assertThat(compared).isGreaterThan(50);
    }

    @Test
    void everyResponseOfTheTableThatIsAcceptedMeansTheSameToJetty() {
        int compared = 0;
        for (String[] row : Vectors.rows("responses.txt", 4)) {
            compared += compareResponse(row[2], Vectors.bytes(row[3]));
        }
        assertThat(compared).isGreaterThan(20);
    }

    @Test
    void everyMutatedRequestThatIsAcceptedMeansTheSameToJetty() {
        Mutator mutator = new Mutator(11, requests());
        int compared = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            compared += compareRequest(mutator.next());
        }
        assertThat(compared).isGreaterThan(MUTATIONS / 20);
    }

    @Test
    void everyMutatedResponseThatIsAcceptedMeansTheSameToJetty() {
        Mutator mutator = new Mutator(
                12,
                Vectors.rows("responses.txt", 4).stream()
                        .map(row -> Vectors.bytes(row[3]))
                        .toList());
        int compared = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            compared += compareResponse("GET", mutator.next());
        }
        assertThat(compared).isGreaterThan(MUTATIONS / 20);
    }

    private static int compareRequest(byte[] message) {
        Outcome ours = Feed.request(message);
        if (!ours.whole()) {
            return 0;
        }
        compare(message, ours, JettyReader.request(message));
        return 1;
    }

    private static int compareResponse(String method, byte[] message) {
        Outcome ours = Feed.response(method, message);
        boolean whole = ours.framing() != null && ours.framing().completeAtEnd();
        if (!whole) {
            return 0;
        }
        compare(message, ours, JettyReader.response(message, method.equals("HEAD")));
        return 1;
    }

    private static void compare(byte[] message, Outcome ours, JettyReader theirs) {
        String shown = new String(message, StandardCharsets.ISO_8859_1);
        if (JettyReader.differsByDesign(ours)) {
            return;
        }
        assertThat(theirs.refusal()).as(shown).isNull();
        assertThat(theirs.head()).as(shown).isEqualToIgnoringCase(JettyReader.summary(ours));
        assertThat(theirs.payload()).as(shown).isEqualTo(ours.payload());
        assertThat(theirs.complete()).as(shown).isTrue();
        assertThat(theirs.consumed()).as(shown).isEqualTo(ours.consumed());
    }

    private static List<byte[]> requests() {
        return Vectors.rows("requests.txt", 3).stream()
                .map(row -> Vectors.bytes(row[2]))
                .toList();
    }
}
