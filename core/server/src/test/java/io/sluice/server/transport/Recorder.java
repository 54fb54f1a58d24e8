package io.sluice.server.transport;

import io.sluice.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A handler that takes everything and remembers what it was told. Written by the worker, read by the test. */
public class Recorder implements ConnectionHandler {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** The names of the calls but {@code onData}, in order. */
    public final List<String> events = new CopyOnWriteArrayList<>();

    public volatile Throwable cause;

    @Override
    public void onData(Connection connection, ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        synchronized (received) {
            received.writeBytes(bytes);
        }
    }

    @Override
    public void onEnd(Connection connection) {
        events.add("end");
    }

    @Override
    public void onDrained(Connection connection) {
        events.add("drained");
    }

    @Override
    public void onStalled(Connection connection) {
        events.add("stalled");
        connection.reset();
    }

    @Override
    public void onClosed(Connection connection, Throwable why) {
        cause = why;
        events.add("closed");
        closed.countDown();
    }

    /** All bytes so far. */
    public byte[] received() {
        synchronized (received) {
            return received.toByteArray();
        }
    }

    public void awaitReceived(int count) {
        Eventually.value("bytes received", () -> received().length, n -> n >= count);
    }

    public void awaitEvent(String name) {
        Eventually.until("event " + name, () -> events.contains(name));
    }

    public void awaitClosed() throws InterruptedException {
        if (!closed.await(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("not closed within " + Eventually.DEADLINE + "; events: " + events);
        }
    }
}
