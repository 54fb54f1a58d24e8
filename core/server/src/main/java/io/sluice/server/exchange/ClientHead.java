package io.sluice.server.exchange;

import io.sluice.server.config.HeadLimits;
import io.sluice.server.http.BodyFraming;
import io.sluice.server.http.Fields;
import io.sluice.server.http.HeadWriter;
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

    /** Adds what every answer has: Connection, and Date where the back end gave none (RFC 9110 section 6.6.1). */
    static void complete(Fields fields, String connection, HttpDate date) {
        fields.set("Connection", connection);
        if (!fields.contains("Date")) {
            fields.add("Date", date.now());
        }
    }

    /** A back end's head with these fields, in a buffer of the worker's, to be written on from its position. */
    static ByteBuffer write(Worker worker, ResponseHead response, Fields fields) {
        return write(worker, response.status(), response.reason(), fields);
    }

    /** A head, in a buffer of the worker's, to be written on from its position. */
    static ByteBuffer write(Worker worker, int status, String reason, Fields fields) {
        ByteBuffer out = buffer(worker, HeadWriter.responseLength(status, reason, fields));
        HeadWriter.response(out, status, reason, fields);
        return out;
    }

    /** The worker's buffer, or where policies have made the head larger than that, one of its own. */
    static ByteBuffer buffer(Worker worker, int length) {
        return length <= Worker.SCRATCH ? worker.output() : ByteBuffer.allocate(length);
    }
}
