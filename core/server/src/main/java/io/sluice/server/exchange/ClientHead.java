package io.sluice.server.exchange;

import io.sluice.server.config.HeadLimits;
import io.sluice.server.http.BodyFraming;
import io.sluice.server.http.Fields;
import io.sluice.server.http.HeadWriter;
import io.sluice.server.http.HopByHop;
import io.sluice.server.http.HttpDate;
import io.sluice.server.http.RequestHead;
import io.sluice.server.http.ResponseHead;
import io.sluice.server.transport.Worker;
import java.nio.ByteBuffer;

/** The head of an answer on its way to the client: framing, connection, date. */
final class ClientHead {
    /** Bounds on a back end's head; larger than nginx's proxy_buffer_size, whose 4 or 8 KB often are too small. */
    static final HeadLimits UPSTREAM_LIMITS = new HeadLimits(8 * 1024, 16 * 1024, 256, 64 * 1024);

    private ClientHead() {}

    /** Makes the framing fit what the client speaks, and says what is to be done with the body. */
    static BodyPass.Mode frame(Fields fields, BodyFraming framing, RequestHead request) {
        if (request.minorVersion() == 0) {
            if (framing.kind() == BodyFraming.Kind.CHUNKED) {
                fields.remove("Transfer-Encoding");
                fields.remove("Trailer");
                return BodyPass.Mode.DECHUNK;
            }
        } else if (framing.kind() == BodyFraming.Kind.UNTIL_CLOSE) {
            fields.add("Transfer-Encoding", "chunked");
            return BodyPass.Mode.CHUNK;
        }
        return BodyPass.Mode.AS_IS;
    }

    /** Whether the client can tell the end of the body without the connection's. */
    static boolean endsByItself(BodyFraming framing, BodyPass.Mode mode) {
        return mode == BodyPass.Mode.CHUNK
                || (mode == BodyPass.Mode.AS_IS && framing.kind() != BodyFraming.Kind.UNTIL_CLOSE);
    }

    /** A back end's fields without those of its own connection, to be changed. */
    static Fields fields(ResponseHead response) {
        Fields fields = response.fields().copy();
        HopByHop.strip(fields);
        return fields;
    }

    /** An interim head, as it came. */
    static ByteBuffer interim(ResponseHead response, Worker worker) {
        return write(response.status(), response.reason(), fields(response), worker);
    }

    /**
     * Adds what every answer has, Connection, and Date where the back end gave none (RFC 9110 section 6.6.1), and notes the
     * head in the record.
     *
     * @return the head in a buffer of the worker's, to be written on from its position
     */
    static ByteBuffer complete(
            int status, String reason, Fields fields, String connection, ExchangeRecord record, HttpDate date) {
        fields.set("Connection", connection);
        if (record.challenge != null && status == 401 && !fields.contains("WWW-Authenticate")) {
            fields.add("WWW-Authenticate", record.challenge);
        }
        if (!fields.contains("Date")) {
            fields.add("Date", date.now());
        }
        ByteBuffer out = write(status, reason, fields, record.worker());
        record.status = status;
        record.responseHeaders = fields;
        record.headBytes += out.position(); // to those of interim heads
        return out;
    }

    private static ByteBuffer write(int status, String reason, Fields fields, Worker worker) {
        ByteBuffer out = buffer(worker, HeadWriter.responseLength(status, reason, fields));
        HeadWriter.response(out, status, reason, fields);
        return out;
    }

    /** The worker's buffer, or where policies have made the head larger than that, one of its own. */
    static ByteBuffer buffer(Worker worker, int length) {
        return length <= Worker.SCRATCH ? worker.output() : ByteBuffer.allocate(length);
    }
}
