package io.sluice.plugins.status.dashboard;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The samples of the last minutes, as far as some page was open: they save a page that is opened anew from beginning with an
 * empty chart. Thread-safe.
 */
final class History {
    private static final long KEPT_MILLIS = 15 * 60_000L;

    /** Several pages bring several samples a second; one is enough. */
    private static final long APART_MILLIS = 900;

    private final Deque<Sample> samples = new ArrayDeque<>();

    History() {}

    synchronized void add(Sample sample) {
        Sample last = samples.peekLast();
        if (last != null && sample.at() < last.at()) {
            samples.clear(); // the clock was set back
        } else if (last != null && sample.at() - last.at() < APART_MILLIS) {
            return;
        }
        samples.add(sample);
        while (samples.getFirst().at() < sample.at() - KEPT_MILLIS) {
            samples.removeFirst();
        }
    }

    synchronized String json() {
        return Json.text(out -> {
            out.writeStartArray();
            for (Sample sample : samples) {
                sample.write(out);
            }
            out.writeEndArray();
        });
    }
}
