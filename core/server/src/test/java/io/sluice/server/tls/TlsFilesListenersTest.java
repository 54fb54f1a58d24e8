package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What listens for files that change, and cannot take what is new. */
class TlsFilesListenersTest extends TwoPairs {
    @Test
    void aListenerThatFailsKeepsNoOtherFromBeingToldAndIsLoggedOnce() throws Exception {
        Watched<Identity> site = identity();
        List<Identity> told = new ArrayList<>();
        site.onChange(identity -> {
            throw new IllegalStateException("cannot take it");
        });
        site.onChange(told::add);
        site.onChange(identity -> {
            throw new AssertionError("nor can this one");
        });

        install(second);
        look(5);

        assertThat(told).containsExactly(site.get());
        assertThat(site.get().chain()).isEqualTo(second.chain());
        assertThat(log.take())
                .hasSize(2)
                .last()
                .isEqualTo("ERROR test.conf:3: " + certificate
                        + ": 2 of the 3 parts of the server that use it could not take what is new");
    }

    @Test
    void aListenerThatFailedIsToldAgainAtTheNextLookAndTheOthersAreNot() throws Exception {
        Watched<Identity> site = identity();
        List<Identity> told = new ArrayList<>();
        List<Identity> toldLate = new ArrayList<>();
        AtomicInteger failures = new AtomicInteger(2);
        site.onChange(told::add);
        site.onChange(identity -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
            }
            toldLate.add(identity);
        });

        install(second);
        look(3);
        assertThat(toldLate).isEmpty();
        look(5);

        assertThat(told).containsExactly(site.get());
        assertThat(toldLate).containsExactly(site.get());
        assertThat(site.get().chain()).isEqualTo(second.chain());
    }

    @Test
    void aListenerThatFailedIsToldOfTheNextChangeAsAllOthersAre() throws Exception {
        Watched<Identity> site = identity();
        List<Identity> toldLate = new ArrayList<>();
        site.onChange(identity -> {
            if (identity.chain().equals(second.chain())) {
                throw new IllegalStateException("not this one");
            }
            toldLate.add(identity);
        });
        install(second);
        look(2);

        install(first);
        look(5);

        assertThat(site.get().chain()).isEqualTo(first.chain());
        assertThat(toldLate).containsExactly(site.get());
    }

    @Test
    void aReloadTellsOfListenersThatFailUntilTheyTakeWhatIsNew() throws Exception {
        Watched<Identity> site = identity();
        AtomicBoolean failing = new AtomicBoolean(true);
        site.onChange(identity -> {
            if (failing.get()) {
                throw new IllegalStateException("cannot take it");
            }
        });
        String problem = "test.conf:3: " + certificate
                + ": 1 of the 1 parts of the server that use it could not take what is new:"
                + " java.lang.IllegalStateException: cannot take it";

        install(second);
        assertThat(files.reload()).containsExactly(problem);
        assertThat(files.reload()).containsExactly(problem);
        assertThat(log.take()).hasSize(2).last().asString().startsWith("ERROR ");

        failing.set(false);
        assertThat(files.reload()).isEmpty();
        assertThat(log.take()).isEmpty();
    }

    @Test
    void listenersThatFailWithTheSameExceptionAreAllCounted() throws Exception {
        Watched<Identity> site = identity();
        IllegalStateException same = new IllegalStateException("the same object");
        List<Identity> told = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            site.onChange(identity -> {
                throw same;
            });
        }
        site.onChange(told::add);

        install(second);

        assertThat(files.reload()).singleElement().asString().contains(": 2 of the 3 parts of the server ");
        assertThat(told).containsExactly(site.get());
        assertThat(same.getSuppressed()).isEmpty();
    }

    @Test
    void aFailureOfTheJvmItselfIsPassedOnAndAllAreToldAgain() throws Exception {
        Watched<Identity> site = identity();
        AtomicBoolean failing = new AtomicBoolean(true);
        List<Identity> told = new ArrayList<>();
        site.onChange(identity -> {
            if (failing.get()) {
                throw new InternalError("the JVM");
            }
        });
        site.onChange(told::add);

        install(second);
        assertThatThrownBy(files::reload).isInstanceOf(InternalError.class);
        assertThat(told).isEmpty();

        failing.set(false);
        assertThat(files.reload()).isEmpty();
        assertThat(told).containsExactly(site.get());
    }
}
