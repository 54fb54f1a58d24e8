package io.sluice.server.exchange;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.observe.EndpointTraffic;
import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import io.sluice.server.transport.Connection;
import io.sluice.server.upstream.CarriedTunnel;
import io.sluice.server.upstream.Tries;
import io.sluice.server.upstream.UpstreamConnection;

/** The connection to the endpoint that serves an exchange at the moment, and what went over it for this exchange. */
final class UpstreamLeg {
    private final UpstreamConnection upstream;
    private final Tries tries;
    private final Metrics metrics;
    private final long readBefore;
    private final long writtenBefore;

    UpstreamLeg(UpstreamConnection upstream, Tries tries, Metrics metrics) {
        this.upstream = upstream;
        this.tries = tries;
        this.metrics = metrics;
        this.readBefore = connection().bytesRead();
        this.writtenBefore = connection().bytesWritten();
    }

    Connection connection() {
        return upstream.connection();
    }

    /** What is counted of all tunnels to its endpoint. */
    EndpointTraffic traffic() {
        return upstream.traffic();
    }

    /** The answer is complete: the connection may serve another exchange. */
    void recycle() {
        end(0);
        upstream.recycle();
    }

    /** The connection is of no more use; {@code failedStatus} is what the try stands for where no answer came. */
    void close(int failedStatus) {
        end(failedStatus);
        upstream.close();
    }

    /** The exchange has failed; as in nginx, the try has the status of that only where it is the endpoint's fault. */
    void fail(ErrorKind kind) {
        close(kind.side() == ErrorKind.Side.UPSTREAM ? kind.status() : 0);
    }

    /** It carries a tunnel from now on, which is ended where its endpoint is no longer used. */
    void tunnel(CarriedTunnel carried) {
        upstream.tunnel(carried);
    }

    /** The tunnel over it has ended, and has closed it. */
    void release() {
        end(0);
        upstream.release();
    }

    private void end(int failedStatus) {
        long received = connection().bytesRead() - readBefore;
        long sent = connection().bytesWritten() - writtenBefore;
        tries.end(failedStatus, received, sent, connection().worker().now());
        metrics.add(Metric.UPSTREAM_BYTES_IN, received);
        metrics.add(Metric.UPSTREAM_BYTES_OUT, sent);
    }
}
