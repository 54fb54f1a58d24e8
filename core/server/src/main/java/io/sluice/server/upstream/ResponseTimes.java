package io.sluice.server.upstream;

/** How long one endpoint takes to answer, over all workers; {@link io.sluice.api.balance.Endpoint} says what counts. */
final class ResponseTimes {
    /** Times to the whole head. */
    final FadingAverage header = new FadingAverage();

    /** Times to the last byte. */
    final FadingAverage response = new FadingAverage();

    /** Tries without a head. */
    final Waiting forHeader = new Waiting();

    /** Tries without a last byte. */
    final Waiting forResponse = new Waiting();

    /** One try's part in them. Confined to the exchange's worker; times are in nanoTime. */
    static final class Watch {
        private static final int SERVER_ERROR = 500;
        private static final int SWITCHING_PROTOCOLS = 101;

        /** Null while no try is under way. */
        private ResponseTimes times;

        private long startedAt;
        private boolean hasHeader;
        private boolean counts;

        void start(ResponseTimes of, long now) {
            stop(false, now);
            times = of;
            startedAt = now;
            hasHeader = false;
            counts = true;
            times.forHeader.begin(now);
            times.forResponse.begin(now);
        }

        /** The whole head has come. That of a 101 is all of the answer. */
        void header(int status, long now) {
            if (times == null) {
                return;
            }
            counts = status < SERVER_ERROR;
            headerEnded(now, counts);
            if (status == SWITCHING_PROTOCOLS) {
                last(now);
            }
        }

        /** The last byte has come. */
        void last(long now) {
            if (times != null) {
                responseEnded(now, counts);
            }
        }

        /** The try is over; nothing happens when it was before. {@code late}: because the endpoint took too long. */
        void stop(boolean late, long now) {
            if (times != null) {
                headerEnded(now, late);
                responseEnded(now, late);
            }
        }

        private void headerEnded(long now, boolean sample) {
            if (!hasHeader) {
                hasHeader = true;
                times.forHeader.end(startedAt);
                if (sample) {
                    times.header.add(now - startedAt, now);
                }
            }
        }

        private void responseEnded(long now, boolean sample) {
            times.forResponse.end(startedAt);
            if (sample) {
                times.response.add(now - startedAt, now);
            }
            times = null;
        }
    }
}
