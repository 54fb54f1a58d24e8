package io.sluice.plugins.status.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.api.status.StatusView;
import java.io.IOException;

/**
 * What charts are drawn from: all but the time and the open tunnels are counts since the start.
 *
 * @param at milliseconds since 1970
 */
record Sample(
        long at,
        long tunnels,
        long opened,
        long closed,
        long messagesIn,
        long messagesOut,
        long bytesIn,
        long bytesOut,
        long requests) {
    static Sample of(long at, StatusView status, Routes routes) {
        Routes.Route all = routes.total();
        return new Sample(
                at,
                status.tunnels(),
                all.opened,
                all.closed(),
                all.messagesIn,
                all.messagesOut,
                all.bytesIn,
                all.bytesOut,
                status.requests());
    }

    /** As an array in the order of the components. */
    void write(JsonGenerator out) throws IOException {
        long[] values = {at, tunnels, opened, closed, messagesIn, messagesOut, bytesIn, bytesOut, requests};
        out.writeArray(values, 0, values.length);
    }
}
