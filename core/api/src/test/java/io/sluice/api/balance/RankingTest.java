package io.sluice.api.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class RankingTest {
    private final SmoothRoundRobin rest = new SmoothRoundRobin(Server.weighing(1, 0, 1, 1));
    private final List<Integer> probed = new ArrayList<>();

    @Test
    void theStrategyComesFirstAndRoundRobinHandsOutTheRest() {
        assertThat(walk(2, 2)).toIterable().extracting(Endpoint::name).containsExactly("c", "a", "d");
    }

    @Test
    void aMissIsFollowedByTheNextPlace() {
        assertThat(walk(3, 1, 3, 3, 0)).toIterable().extracting(Endpoint::name).containsExactly("d", "a", "c");
    }

    @Test
    void noPlaceIsLookedAtAfterTheLastMissAllowed() {
        walk(2, 1, 1, 0).forEachRemaining(endpoint -> {});
        assertThat(probed).containsExactly(1, 1);
    }

    @Test
    void onePlaceIsLookedAtForOneEndpointAskedFor() {
        Ranking walk = walk(2, 0, 2);
        assertThat(probed).isEmpty();
        assertThat(walk).hasNext().hasNext();
        assertThat(probed).containsExactly(0);
        walk.next();
        assertThat(probed).containsExactly(0);
    }

    @Test
    void aProbeMayNotNameOneThatWasHandedOut() {
        Ranking wrong = new Ranking(rest, 1) {
            @Override
            protected int probe() {
                return 0;
            }
        };
        wrong.next();
        assertThatThrownBy(wrong::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0 (expected:");
    }

    @Test
    void oneThatIsNotAvailableWhenItsTurnIsDoesNotCome() {
        SettableServer first = new SettableServer("a");
        SettableServer second = new SettableServer("b");
        Iterator<Endpoint> walk = new SmoothRoundRobin(List.of(first, second)).rank();
        second.available = false;
        assertThat(walk.next()).isSameAs(first);
        assertThat(walk).isExhausted();
    }

    @Test
    void oneThatBecomesAvailableWhileOthersAreTriedComes() {
        SettableServer first = new SettableServer("a");
        SettableServer second = new SettableServer("b");
        second.available = false;
        Iterator<Endpoint> walk = new SmoothRoundRobin(List.of(first, second)).rank();
        assertThat(walk.next()).isSameAs(first);
        second.available = true;
        assertThat(walk.next()).isSameAs(second);
    }

    @Test
    void afterTheLastThereIsNoNext() {
        Ranking walk = walk(0);
        walk.forEachRemaining(endpoint -> {});
        assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
    }

    /** A walk over these positions that counts its probes. */
    private Ranking walk(int misses, int... positions) {
        return new Ranking(rest, misses) {
            @Override
            protected int probe() {
                if (probed.size() == positions.length) {
                    return MISS;
                }
                int position = positions[probed.size()];
                probed.add(position);
                return open(position) ? position : MISS;
            }
        };
    }
}
