package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HttpDateTest {
    private final AtomicLong clock = new AtomicLong(784_111_777_999L);
    private final HttpDate date = new HttpDate(clock::get);

    @Test
    void theDateHasTheFormOfRfc9110() {
        assertThat(date.now()).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void theDateIsMadeOnceASecond() {
        String first = date.now();
        assertThat(date.now()).isSameAs(first);
        clock.addAndGet(1);
        assertThat(date.now()).isEqualTo("Sun, 06 Nov 1994 08:49:38 GMT");
    }

    @Test
    void aClockThatIsSetBackIsFollowed() {
        date.now();
        clock.set(0);
        assertThat(date.now()).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
        clock.set(-1);
        assertThat(date.now()).isEqualTo("Wed, 31 Dec 1969 23:59:59 GMT");
    }
}
