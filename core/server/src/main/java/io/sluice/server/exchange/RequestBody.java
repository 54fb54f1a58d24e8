package io.sluice.server.exchange;

import io.sluice.server.http.BodyFraming;
import io.sluice.server.http.RequestHead;
import io.sluice.server.relay.Pipe;
import java.nio.ByteBuffer;

/** A request's body on its way to the back end; of it nothing is held. Of one exchange, on its worker. */
final class RequestBody {
    private final BodyFraming framing;
    private BodyPass pass;
    private boolean sent;
    private boolean taken;
    private boolean dropped;
    private long payloadBytes;

    /** The body behind a head; null where the head could not be read, and the body neither. */
    RequestBody(RequestHead head) {
        framing = head == null ? BodyFraming.none() : BodyFraming.forRequest(head);
        sent = head != null && framing.kind() == BodyFraming.Kind.NONE;
    }

    /** What a back end is sent. */
    BodyFraming framing() {
        return dropped ? BodyFraming.none() : framing;
    }

    /** Whether all of it has been sent that is to be sent. */
    boolean sent() {
        return sent;
    }

    /** Whether it was read to its end, so that behind it another request may come. */
    boolean read() {
        return sent && !dropped;
    }

    /** Whether a part of it may be gone to a back end, so that no other can have it. */
    boolean taken() {
        return taken;
    }

    /** From here on it goes through the pipe. */
    void begin(Pipe pipe) {
        taken = true;
        pass = new BodyPass(framing, BodyPass.Mode.AS_IS, pipe);
    }

    /**
     * Sends what belongs to it.
     *
     * @return the number of bytes; 0 also where no back end is there for it, or it has ended: then the connection keeps them
     */
    int send(ByteBuffer data, ByteBuffer out) {
        if (pass == null) {
            return 0;
        }
        int before = data.remaining();
        pass.pass(data, out);
        payloadBytes = pass.payloadBytes();
        return before - data.remaining();
    }

    /** What was sent so far was in order; if that is all, the body is at its end. */
    void accept() {
        if (pass != null && pass.complete()) {
            sent = true;
            pass = null;
        }
    }

    /** How many bytes of it were sent, without those of its framing. */
    long payloadBytes() {
        return payloadBytes;
    }

    /** Whether it waits for the back end to take more. */
    boolean blocked() {
        return pass != null && pass.pipe().blocked();
    }

    /** Nothing more of it is sent. */
    void stop() {
        pass = null;
    }

    /** The request goes on without it. */
    void drop() {
        dropped |= !sent;
        sent = true;
    }
}
